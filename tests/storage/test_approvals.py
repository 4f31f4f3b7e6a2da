"""Questions to approvers as they are kept: asked, settled once, reminded of once; and who is asked at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from sales.discounts import Judgement, Level, Over
from sales.money import Money
from sales.orders import Kind
from sales.quiet import QuietHours
from sales.spans import Half, HalfDays
from sales.trade import Trade
from storage import approvals, people
from storage.approvals import Approval, Ask, Decision
from storage.approvers import Chosen, Search, may_decide, person_by_id, team_by_id
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.leaves import add_leave
from storage.orders import Order, order_by_id, order_splits
from storage.people import Person
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory, person, team_of
from tests.trade import Shop, buyer, draft, open_shop

__all__ = ["memory"]

OVER = Over(
    1, "A100", Level.DIRECTOR, 1500, Money(10_000_00), 1800, 1750, Money(12_000_00), ("SO-1", "SO-2"), 3000, 3500, True
)
JUDGED = Judgement(Level.REP, (OVER, Over(2, "X1", Level.MANAGER, 1000)), Kind.SAMPLE)


@dataclass(frozen=True)
class Settings:
    """What a company has set."""

    trade: Trade = field(default_factory=Trade)
    admins: frozenset[str] = frozenset()
    quiet: QuietHours = QuietHours(datetime(2026, 1, 1, 21).time(), datetime(2026, 1, 1, 8).time())  # noqa: DTZ001, RUF009
    gazettes: Gazettes = field(default_factory=Gazettes)


@pytest.fixture
def order(memory: UnitOfWork) -> Order:
    """An order of 李雷."""

    def make(db: Connection) -> Order:
        team, rep = found(db), person(db, "ou_li")
        shop: Shop = open_shop(db, rep, NOW)
        return draft(db, team, rep, buyer(db, "华宁", rep, NOW), NOW, shop.wish("A100", 10, rate=8500))

    return memory.write(make)


def asked(db: Connection, order: Order, who: str = "ou_boss", at: datetime = NOW) -> Approval:
    about = Ask(order.id, order.mark, JUDGED, order.rep_id, at)
    return approvals.open_approval(db, about, Level.MANAGER, person(db, who), None)


def test_a_question_reads_back_as_it_was_asked(memory: UnitOfWork, order: Order) -> None:
    made = memory.write(lambda db: asked(db, order))
    assert made.judged == JUDGED
    assert (made.approver.name, made.level, made.decision, made.team_id) == (
        "王经理",
        Level.MANAGER,
        None,
        order.team_id,
    )
    assert memory.read(lambda db: approvals.find_approval(db, made.id)) == made
    assert memory.read(lambda db: approvals.asked_about(db, order.id)) == [made]
    assert memory.read(lambda db: approvals.find_approval(db, 99)) is None


def test_a_decision_settles_all_that_is_open_about_an_order(memory: UnitOfWork, order: Order) -> None:
    def act(db: Connection) -> None:
        first, second = asked(db, order), asked(db, order, "ou_han")
        boss = person(db, "ou_boss").id
        assert [each.id for each in approvals.waiting(db, boss)] == [first.id]
        assert [each.id for each in approvals.waiting(db)] == [first.id, second.id]
        closed = approvals.close(db, order.id, Decision.REJECTED, boss, NOW, "太低")
        assert [each.id for each in closed] == [first.id, second.id]
        after = approvals.asked_about(db, order.id)
        assert {(each.decision, each.decided_by, each.reason) for each in after} == {
            (Decision.REJECTED, "王经理", "太低")
        }
        assert approvals.close(db, order.id, Decision.VOID, None, NOW) == []
        assert approvals.waiting(db) == []

    memory.write(act)


def test_a_reminder_and_a_handing_over_are_claimed_once(memory: UnitOfWork, order: Order) -> None:
    made = memory.write(lambda db: asked(db, order))

    def remind(_: int) -> bool:
        return memory.write(lambda db: approvals.take_reminders(db, [made.id], NOW)) == [made.id]

    def hand_over(_: int) -> bool:
        return memory.write(lambda db: approvals.take_handing_over(db, made.id, NOW))

    for claim in (remind, hand_over):
        assert sorted(map(str, at_once(4, claim))) == ["False", "False", "False", "True"]


def test_what_is_settled_is_not_reminded_of(memory: UnitOfWork, order: Order) -> None:
    def act(db: Connection) -> None:
        made = asked(db, order)
        approvals.close(db, order.id, Decision.VOID, None, NOW)
        assert approvals.take_reminders(db, [made.id], NOW) == []
        assert not approvals.take_handing_over(db, made.id, NOW)

    memory.write(act)


def test_a_deputy_is_named_changed_and_dropped(memory: UnitOfWork, order: Order) -> None:
    del order

    def act(db: Connection) -> None:
        boss, li, han = (person(db, who) for who in ("ou_boss", "ou_li", "ou_han"))
        assert approvals.deputy_of(db, boss.id) is None
        for deputy in (li, han):
            approvals.name_deputy(db, boss, deputy, NOW)
            assert approvals.deputy_of(db, boss.id) == deputy
        assert approvals.drop_deputy(db, boss)
        assert not approvals.drop_deputy(db, boss)

    memory.write(act)


def search(db: Connection, order: Order, house: Settings, by: str = "ou_li", at: datetime = NOW) -> Search:
    return Search.about(db, house, order, person(db, by).id, at)


def first(memory: UnitOfWork, order: Order, house: Settings, least: Level = Level.MANAGER, by: str = "ou_li") -> str:
    """Whom a search finds, in short."""

    def look(db: Connection) -> Chosen | None:
        return search(db, order, house, by).first(least)

    chosen = memory.write(look)
    if chosen is None:
        return "nobody"
    return " ".join([chosen.person.open_id, chosen.level, *(["last"] if chosen.is_last_resort else [])])


DIRECTED = Settings(Trade(directors=frozenset({"ou_head"})), frozenset({"ou_admin"}))
RUN = Settings(admins=frozenset({"ou_admin"}))


def test_the_manager_of_the_team_is_asked(memory: UnitOfWork, order: Order) -> None:
    assert first(memory, order, DIRECTED) == "ou_boss manager"
    assert first(memory, order, DIRECTED, Level.DIRECTOR) == "ou_head director"
    assert first(memory, order, RUN, Level.DIRECTOR) == "ou_admin director"


def test_nobody_decides_about_their_own(memory: UnitOfWork, order: Order) -> None:
    assert first(memory, order, DIRECTED, by="ou_boss") == "ou_head director"
    memory.write(lambda db: _share(db, order, person(db, "ou_boss")))
    shared = memory.read(lambda db: order_by_id(db, order.id))
    assert first(memory, shared, DIRECTED) == "ou_head director"


def _share(db: Connection, order: Order, with_whom: Person) -> None:
    db.execute(update(order_splits).values(share=5000))
    db.execute(insert(order_splits), {"order_id": order.id, "rep_id": with_whom.id, "share": 5000})


def test_where_no_director_may_an_admin_is_the_last_resort(memory: UnitOfWork, order: Order) -> None:
    own = Settings(Trade(directors=frozenset({"ou_li"})), frozenset({"ou_admin"}))
    assert first(memory, order, own, Level.DIRECTOR) == "ou_admin director last"
    assert first(memory, order, Settings(admins=frozenset({"ou_li"})), Level.DIRECTOR) == "nobody"


def leave(memory: UnitOfWork, who: str, first_on: date = date(2026, 3, 2), last_on: date = date(2026, 3, 2)) -> None:
    span = HalfDays(first_on, Half.AM, last_on, Half.PM)
    memory.write(lambda db: add_leave(db, person(db, who).id, span, "年假", person(db, who).id, NOW))


def deputise(memory: UnitOfWork, who: str, deputy: str) -> None:
    memory.write(lambda db: approvals.name_deputy(db, person(db, who), person(db, deputy), NOW))


@pytest.mark.parametrize(
    "absent, deputy, asked_is",
    [
        ([], "", "ou_boss manager"),
        ([], "ou_han", "ou_boss manager"),
        (["ou_boss"], "", "ou_head director"),
        (["ou_boss"], "ou_han", "ou_han manager"),
        (["ou_boss"], "ou_li", "ou_head director"),
        (["ou_boss", "ou_han"], "ou_han", "ou_head director"),
    ],
)
def test_for_who_is_away_the_deputy_or_the_next_level(
    memory: UnitOfWork, order: Order, absent: Sequence[str], deputy: str, asked_is: str
) -> None:
    for who in absent:
        leave(memory, who)
    if deputy:
        deputise(memory, "ou_boss", deputy)
    assert first(memory, order, DIRECTED) == asked_is


def test_where_nobody_else_is_left_who_is_away_is_asked(memory: UnitOfWork, order: Order) -> None:
    leave(memory, "ou_boss")
    assert first(memory, order, Settings()) == "ou_boss manager"


def test_who_will_be_away_when_work_begins_is_away_already_by_night(memory: UnitOfWork, order: Order) -> None:
    leave(memory, "ou_boss", date(2026, 3, 3), date(2026, 3, 4))
    night = NOW + timedelta(hours=13)

    def look(db: Connection, at: datetime) -> str:
        chosen = search(db, order, DIRECTED, at=at).first(Level.MANAGER)
        return chosen.person.open_id if chosen else "nobody"

    assert memory.write(lambda db: [look(db, NOW), look(db, night)]) == ["ou_boss", "ou_head"]


def test_who_does_not_answer_is_followed_by_the_deputy_and_then_by_the_next(memory: UnitOfWork, order: Order) -> None:
    deputise(memory, "ou_boss", "ou_han")

    def look(db: Connection) -> list[Chosen | None]:
        boss, han = person(db, "ou_boss"), person(db, "ou_han")
        one = Search.about(db, DIRECTED, order, order.rep_id, NOW, [boss.id]).instead_of(boss, Level.MANAGER)
        two = Search.about(db, DIRECTED, order, order.rep_id, NOW, [boss.id, han.id]).instead_of(han, Level.MANAGER)
        return [one, two]

    one, two = memory.write(look)
    assert one is not None
    assert two is not None
    assert (one.person.open_id, one.level) == ("ou_han", Level.MANAGER)
    assert one.stands_in_for is not None
    assert (two.person.open_id, two.level, two.stands_in_for) == ("ou_head", Level.DIRECTOR, None)


def test_who_may_decide_is_looked_up_when_they_do(memory: UnitOfWork, order: Order) -> None:
    deputise(memory, "ou_boss", "ou_han")

    def look(db: Connection) -> list[bool]:
        team, boss, han = team_of(db), person(db, "ou_boss"), person(db, "ou_han")
        head = people.meet(db, "ou_head", "")
        found = [may_decide(db, DIRECTED, team, each, None) for each in (boss, han, head)]
        found.append(may_decide(db, DIRECTED, team, han, boss.id))
        approvals.drop_deputy(db, boss)
        return [*found, may_decide(db, DIRECTED, team, han, boss.id)]

    assert memory.write(look) == [True, False, True, True, False]


def test_teams_and_people_are_found_by_id(memory: UnitOfWork, order: Order) -> None:
    assert memory.read(lambda db: team_by_id(db, order.team_id).name) == "华东一队"
    assert memory.read(lambda db: person_by_id(db, order.rep_id).name) == "李雷"
