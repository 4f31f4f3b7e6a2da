"""Who works in which team: groups, members, roles, comings and goings, on both kinds of database."""

import itertools
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.roles import Role
from storage import people
from storage.engine import Connection
from storage.people import Team
from storage.uow import UnitOfWork
from tests.seeds import NAMES, NOW, found, meet, memory, person, team_of

__all__ = ["memory"]

LATER = NOW + timedelta(hours=1)


def roles(db: Connection, team: Team) -> dict[str, Role]:
    return {person.open_id: role for person, role in people.roster(db, team)}


def test_a_group_is_no_team_until_it_is_founded(memory: UnitOfWork) -> None:
    team = memory.write(meet)
    assert (team.founded_at, team.closed_at, team.roster_at, team.zone) == (None, None, NOW, ZoneInfo("Asia/Shanghai"))
    assert memory.read(people.open_teams) == []
    assert memory.read(lambda db: roles(db, team)) == dict.fromkeys(NAMES, Role.MEMBER)
    assert memory.read(lambda db: people.find_person(db, "ou_li"))[1] == []


def test_the_founder_leads_and_the_others_are_reps(memory: UnitOfWork) -> None:
    team = memory.write(found)
    assert memory.read(lambda db: roles(db, team)) == {
        "ou_boss": Role.MANAGER,
        "ou_li": Role.REP,
        "ou_han": Role.REP,
    }
    assert memory.read(people.open_teams) == [team]
    assert team.founded_at == NOW


def test_founding_again_changes_the_manager_but_not_the_day(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.unseat(db, team, ["ou_boss"], LATER))
    memory.write(lambda db: people.found_team(db, team, person(db, "ou_li"), LATER))
    assert memory.write(team_of).founded_at == NOW
    assert memory.read(lambda db: roles(db, team))["ou_li"] is Role.MANAGER


def test_somebody_nobody_met_is_nobody(memory: UnitOfWork) -> None:
    assert memory.read(lambda db: people.find_person(db, "ou_nobody")) == (None, [])
    assert memory.write(lambda db: people.team_of_chat(db, "oc_nowhere")) is None


def test_a_person_is_found_with_their_seats_the_oldest_first(memory: UnitOfWork) -> None:
    memory.write(lambda db: found(db, "oc_west", "西部"))
    memory.write(found)
    known, seats = memory.read(lambda db: people.find_person(db, "ou_li"))
    assert known is not None
    assert known.name == "李雷"
    assert [(seat.team.name, seat.role) for seat in seats] == [("西部", Role.REP), ("华东一队", Role.REP)]


def test_who_joins_later_is_a_rep_at_once(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.seat(db, team, {"ou_new": "新人"}, LATER))
    assert memory.read(lambda db: roles(db, team))["ou_new"] is Role.REP
    assert list(memory.read(lambda db: roles(db, team)))[-1] == "ou_new"


def test_who_leaves_is_out_of_the_team_and_comes_back_as_they_were(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.unseat(db, team, ["ou_li", "ou_nobody"], LATER))
    assert "ou_li" not in memory.read(lambda db: roles(db, team))
    assert memory.read(lambda db: people.find_person(db, "ou_li"))[1] == []
    memory.write(lambda db: people.seat(db, team, {"ou_li": ""}, LATER))
    assert memory.read(lambda db: roles(db, team))["ou_li"] is Role.REP


def test_a_manager_who_leaves_comes_back_as_a_rep(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.unseat(db, team, ["ou_boss"], LATER))
    memory.write(lambda db: people.seat(db, team, {"ou_boss": "王经理"}, LATER))
    assert memory.read(lambda db: roles(db, team))["ou_boss"] is Role.REP


def test_who_leaves_one_group_stays_in_the_other(memory: UnitOfWork) -> None:
    memory.write(lambda db: found(db, "oc_west", "西部"))
    team = memory.write(found)
    memory.write(lambda db: people.unseat(db, team, ["ou_li"], LATER))
    assert [seat.team.chat_id for seat in memory.read(lambda db: people.find_person(db, "ou_li"))[1]] == ["oc_west"]


def test_a_list_from_the_platform_is_the_whole_truth(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.set_roster(db, team, {"ou_boss": "王总", "ou_new": "新人"}, LATER))
    assert memory.read(lambda db: roles(db, team)) == {"ou_boss": Role.MANAGER, "ou_new": Role.REP}
    assert memory.write(team_of).roster_at == LATER
    assert memory.read(lambda db: person(db, "ou_boss")).name == "王总"


def test_an_empty_list_empties_the_group(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.set_roster(db, team, {}, LATER))
    assert memory.read(lambda db: people.roster(db, team)) == []


def test_a_blank_name_replaces_no_name_and_a_person_without_one_is_called_by_their_id(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.seat(db, team, {"ou_li": "", "ou_stranger": ""}, LATER))
    names = {each.open_id: each.name for each, _ in memory.read(lambda db: people.roster(db, team))}
    assert (names["ou_li"], names["ou_stranger"]) == ("李雷", "ou_stran")
    memory.write(lambda db: people.seat(db, team, {"ou_stranger": "陌生人"}, LATER))
    assert memory.read(lambda db: person(db, "ou_stranger")).name == "陌生人"


def test_a_team_at_rest_is_woken_by_the_bots_return_with_all_it_had(memory: UnitOfWork) -> None:
    team = memory.write(found)
    memory.write(lambda db: people.close_team(db, "oc_east", LATER))
    memory.write(lambda db: people.close_team(db, "oc_east", LATER + timedelta(days=1)))
    assert memory.write(team_of).closed_at == LATER
    assert memory.read(people.open_teams) == []
    assert memory.read(lambda db: people.find_person(db, "ou_li"))[1] == []
    back = memory.write(lambda db: people.meet_team(db, "oc_east", "华东一队（新）", "Asia/Tokyo", LATER))
    assert (back.id, back.name, back.founded_at, back.timezone) == (team.id, "华东一队（新）", NOW, "Asia/Shanghai")
    assert memory.read(lambda db: people.find_person(db, "ou_li"))[1] != []


def test_hostile_names_are_kept_as_they_are(memory: UnitOfWork) -> None:
    name = "'; DROP TABLE people; -- 👨‍👩‍👧‍👦 \u202e 𠮷 <at id=all></at> {name} %s"
    memory.write(lambda db: people.meet(db, "ou_x", name))
    assert memory.read(lambda db: person(db, "ou_x")).name == name


def tell(memory: UnitOfWork, team: Team, turn: int) -> None:
    """Tell of somebody who comes, goes and comes back, a minute apart: the change with this number."""
    at = LATER + timedelta(minutes=turn)
    if turn == 1:
        memory.write(lambda db: people.unseat(db, team, ["ou_new"], at))
    else:
        memory.write(lambda db: people.seat(db, team, {"ou_new": "新人"}, at))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("changes", [2, 3])
def test_comings_and_goings_told_in_any_order_end_alike(
    memory: UnitOfWork, order: tuple[int, ...], changes: int
) -> None:
    team = memory.write(found)
    for turn in order:
        if turn < changes:
            tell(memory, team, turn)
    here = {each.open_id for each, _ in memory.read(lambda db: people.roster(db, team))}
    assert ("ou_new" in here) == (changes == 3)


def test_a_removal_told_after_the_return_changes_nothing(memory: UnitOfWork) -> None:
    memory.write(found)
    memory.write(lambda db: people.meet_team(db, "oc_east", "华东一队", "Asia/Shanghai", LATER + timedelta(hours=1)))
    memory.write(lambda db: people.close_team(db, "oc_east", LATER))
    assert len(memory.read(people.open_teams)) == 1
