"""Targets that are missing for a new month: told to managers once, on its first working day, only if any is."""

from datetime import datetime

from playground import Message
from sales import scopes
from sales.grains import Grain, stretch_of
from sales.scopes import Scope
from sales.targets import Place
from scheduler.push import prepared
from scheduler.pushes.missing_targets import push
from storage.engine import Connection
from storage.targets import Entry, set_targets
from tests.installation import SHANGHAI, Installation, Squad
from tests.plans import statements
from tests.seen import cards, house, labels, lite, read

__all__ = ["house", "lite"]

FIRST = datetime(2026, 4, 1, 8, 45, tzinfo=SHANGHAI)
"""A Wednesday, and a working day."""


def told(house: Installation, squad: Squad) -> list[Message]:
    """The cards about missing targets in the manager's chat."""
    return [card for card in cards(house, house.feishu.direct(squad.manager)) if "目标还没设" in read(card)]


def reach(house: Installation, *reached: Scope, grain: Grain = Grain.MONTH) -> None:
    """Let scopes have a target around the first of April."""

    def write(db: Connection) -> None:
        entries = [Entry(Place(scope, stretch_of(grain, FIRST.date())), 100) for scope in reached]
        set_targets(db, entries, 1, FIRST, FIRST.date(), from_above=True)

    house.app.db.write(write)


def test_who_has_no_target_is_named_on_the_first_working_day(house: Installation) -> None:
    squad = house.squad()
    house.tick(datetime(2026, 3, 31, 9, 0, tzinfo=SHANGHAI))
    assert told(house, squad) == []
    house.tick(FIRST)
    (card,) = told(house, squad)
    assert "3 个目标还没设" in read(card)
    assert "没有目标的人：李雷、韩梅梅" in read(card)
    assert "The team has no target" in read(card, "en")
    assert labels(card)[:2] == ["设团队目标", "分解到人"]
    house.tick(FIRST.replace(hour=9))
    house.tick(FIRST.replace(day=2))
    assert len(told(house, squad)) == 1


def test_its_buttons_lead_to_the_tree_and_to_the_form(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(FIRST)
    (card,) = told(lite, squad)
    lite.feishu.press(squad.manager, card.message_id, "设团队目标")
    lite.drain()
    assert "目标：华东一队" in read(lite.feishu.last_card(lite.feishu.direct(squad.manager)))


def test_who_has_a_target_for_the_quarter_lacks_none(lite: Installation) -> None:
    squad = lite.squad()
    reach(lite, scopes.team(1), grain=Grain.QUARTER)
    reach(lite, scopes.rep(2))
    lite.tick(FIRST)
    (card,) = told(lite, squad)
    assert "没有目标的人：韩梅梅" in read(card)
    assert "团队还没有目标" not in read(card)


def test_nothing_is_said_where_nothing_is_missing(lite: Installation) -> None:
    squad = lite.squad()
    reach(lite, scopes.team(1), scopes.rep(2), scopes.rep(3))
    lite.tick(FIRST)
    assert told(lite, squad) == []


def test_many_teams_are_asked_about_at_once(lite: Installation) -> None:
    for number in range(6):
        lite.squad(f"队{number}", f"经理{number}", (f"销售{number}",))

    def composed(many: int) -> int:
        def work(db: Connection) -> int:
            of = prepared(push, db, lite.app.house, FIRST)[:many]
            return sum(len(list(push.compose(each))) for each in of)

        assert lite.app.db.read(work) == many
        return len(statements(lite.app.db, work))

    assert composed(6) == composed(1)
