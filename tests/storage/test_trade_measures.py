"""What is counted of orders: discounts beyond authority, what comes back, breakdowns, and what held at a watermark."""

from collections.abc import Collection
from datetime import date

import pytest
from sqlalchemy import update

from sales.customers import Tier
from sales.discounts import Judgement, Level, Over
from sales.kpi import CATALOGUE, figure
from sales.measures import added
from storage import approvals, breakdowns
from storage.approvals import Decision
from storage.engine import Connection
from storage.measures import Ask
from storage.orders import orders
from storage.sales_ledger import watermark
from storage.uow import UnitOfWork
from tests.goods import confirmed, ship, take_back
from tests.seeds import NOW, TODAY, file, memory, person, team_of
from tests.storage.test_measures import LATER, MARCH, M, counted, team
from tests.trade import buyer, open_shop

__all__ = ["memory", "team"]


def asked_about(db: Connection, order_id: int, decision: Decision | None, *lines: Over) -> None:
    mark = db.execute(orders.select().where(orders.c.id == order_id)).one().mark
    told = approvals.Ask(order_id, mark, Judgement(Level.REP, lines), 1, NOW)
    made = approvals.open_approval(db, told, Level.MANAGER, person(db, "ou_boss"), None)
    values = {"decision": decision.value if decision else None}
    db.execute(update(approvals.approvals).where(approvals.approvals.c.id == made.id).values(**values))


@pytest.mark.parametrize(
    "decisions, over",
    [
        ([Decision.APPROVED], 0),
        ([Decision.PASSED, Decision.APPROVED], 0),
        ([Decision.REJECTED], 1),
        ([Decision.PASSED, None], 1),
        ([Decision.VOID], 0),
        ([], 0),
    ],
)
def test_a_line_beyond_authority_counts_until_somebody_approves(
    team: UnitOfWork, decisions: Collection[Decision | None], over: int
) -> None:
    def sell(db: Connection) -> None:
        rep = person(db, "ou_li")
        shop = open_shop(db, rep, NOW)
        wishes = (shop.wish("A100", 10, rate=8_000), shop.wish("B7", 3), shop.wish("X1", 1, rate=9_000))
        order = confirmed(db, team_of(db), rep, buyer(db, "华宁", rep, NOW), *wishes)
        for decision in decisions:
            blind = Over(3, "X1", Level.MANAGER, 1000)
            asked_about(db, order.id, decision, Over(1, "A100", Level.MANAGER, 1000, discount=2000), blind)

    team.write(sell)
    assert counted(team, M.LINES)["ou_li"] == {"lines": 3, "over_lines": over}
    listed = 10 * 100_00 + 3 * 9_99 + 1_000_00
    assert counted(team, M.LIST)["ou_li"] == {"list": listed, "listed_net": listed - 200_00 - 100_00}


def test_what_comes_back_belongs_to_the_day_on_which_it_left(team: UnitOfWork) -> None:
    def sell(db: Connection) -> None:
        rep = person(db, "ou_li")
        order = confirmed(db, team_of(db), rep, buyer(db, "华宁", rep, NOW), open_shop(db, rep, NOW).wish("X1", 5))
        ship(db, order.id, TODAY, X1=2)
        ship(db, order.id, date(2026, 4, 2), X1=3)
        take_back(db, order.id, on=date(2026, 4, 8), X1=3)

    team.write(sell)
    assert counted(team, M.SHIPPED)["ou_li"] == {"shipped": 2_000_00, "shipped_back": 2_000_00}
    april = counted(team, M.SHIPPED, span=(date(2026, 4, 1), date(2026, 5, 1)))["ou_li"]
    assert figure(CATALOGUE["K34"], april).value == 3333


def test_what_held_at_a_watermark_is_counted_again_to_the_cent(team: UnitOfWork) -> None:
    def sell(db: Connection, who: str = "ou_li") -> int:
        rep = person(db, who)
        shop = open_shop(db, rep, NOW) if who == "ou_li" else sold[0]
        sold.append(shop)
        confirmed(db, team_of(db), rep, buyer(db, who, rep, NOW), shop.wish("A100", 1))
        return watermark(db)

    sold: list = []  # type: ignore[type-arg]
    mark = team.write(sell)
    team.write(lambda db: sell(db, "ou_han"))
    assert set(counted(team, M.NET)) == {"ou_li", "ou_han"}
    assert set(counted(team, M.NET, M.COST, M.QUANTITY, upto=mark)) == {"ou_li"}
    assert counted(team, M.QUANTITY)["ou_li"] == {"quantity:台": 10_000}


def test_breakdowns_add_up_to_the_whole_and_keep_units_apart(team: UnitOfWork) -> None:
    def sell(db: Connection) -> None:
        rep = person(db, "ou_li")
        shop, best = open_shop(db, rep, NOW), buyer(db, "甲", rep, NOW, Tier.A)
        confirmed(db, team_of(db), rep, best, shop.wish("A100", 2), shop.wish("X1", 1))
        confirmed(db, team_of(db), rep, buyer(db, "无级", rep, NOW), shop.wish("B7", 1))
        file(db, "ou_han", "甲", companion_id=rep.id)

    team.write(sell)
    ask = team.read(lambda db: Ask([team_of(db)], *MARCH, LATER))
    goods = team.read(lambda db: breakdowns.by_product(db, ask))
    assert [(sort.code, sort.unit, sums["net"]) for sort, sums in goods.items()] == [
        ("X1", "套", 1_000_00), ("A100", "台", 200_00), ("B7", "个", 9_99),
    ]  # fmt: skip
    assert [figure(CATALOGUE["K02"], sums).value for sums in goods.values()] == [10_000, 20_000, 10_000]
    tiers = team.read(lambda db: breakdowns.by_tier(db, ask))
    assert {tier: sums["net"] for tier, sums in tiers.items()} == {"A": 1_200_00, "": 9_99}
    assert tiers["A"]["visits"] == tiers["A"]["effective"] == 1
    net = added(counted(team, M.NET).values())["net"]
    assert net == sum(sums["net"] for sums in goods.values()) == sum(sums["net"] for sums in tiers.values())
