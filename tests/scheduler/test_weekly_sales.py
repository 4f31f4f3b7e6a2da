"""What a group reads of its sales once a week: the team's money as a whole, frozen, and owned up to when it changes."""

import html
from dataclasses import replace
from datetime import date, datetime

from playground import Message
from sales.shipping import Reason
from storage import goods
from storage.engine import Connection
from storage.goods import Entry
from storage.orders import Order
from tests.installation import SHANGHAI, Installation
from tests.scheduler.sellers import Sellers
from tests.seen import cards, read
from tests.stall import confirmed, draft_of, entered, shipped


def march(day: int) -> date:
    """A date of March 2026; the 9th, 16th and 23rd are Mondays."""
    return date(2026, 3, day)


def digest(sellers: Sellers, day: int) -> Message:
    """The digest that the group reads on a Monday."""
    sellers.house.tick(datetime(2026, 3, day, 9, 30, tzinfo=SHANGHAI))
    return [card for card in cards(sellers.house, sellers.squad.chat) if "周汇总" in read(card)][-1]


def late(sellers: Sellers, day: int, now: int) -> None:
    """An order of seven thousand that is entered days after it was confirmed."""
    house = sellers.house
    house.clock.set(datetime(2026, 3, now, 12, tzinfo=SHANGHAI))
    on = datetime(2026, 3, day, 12, tzinfo=SHANGHAI)
    confirmed(house, draft_of(house, sellers.squad.reps[0], "长安电子", sellers.shop.wish("X1", 7), at=on))


def test_the_group_reads_what_the_team_sold_and_how_the_month_stands(house: Installation) -> None:
    sellers = Sellers(house)
    sellers.aim("2026-03", 400_000)
    sellers.sell(march(3), 30)
    sellers.sell(march(5), 12, 1, "长安电子")
    card = digest(sellers, 9)
    assert "本期净销售额\n¥4.2万" in read(card)
    assert "新客户（家）\n2" in read(card)
    assert "当月累计\n¥4.2万，完成 10.5%，进度 0.46" in read(card)
    assert "The month so far\n¥42k, 10.5% of target, pace 0.46" in read(card, "en")


def test_no_amount_of_a_person_is_said_and_nobody_is_named(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.sell(march(3), 30)
    sellers.sell(march(4), 11, 1, "长安电子")
    card = html.unescape(str(digest(sellers, 9).card))
    assert "¥4.1万" in card
    assert not [said for said in ("¥3万", "¥1.1万", *(rep.name for rep in sellers.squad.reps)) if said in card]


def test_a_team_that_keeps_no_orders_reads_nothing_of_money(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI))
    assert "¥" not in read(cards(lite, squad.chat)[-1])
    assert lite.rows("select count(*) from publications") == [(0,)]


def test_what_turns_out_otherwise_is_said_in_the_next_one_and_once(house: Installation) -> None:
    sellers = Sellers(house)
    sellers.sell(march(5), 30)
    assert "更正" not in read(digest(sellers, 9))
    late(sellers, 6, 10)
    assert "更正\n销售额：上周 ¥3万 → ¥3.7万（补录 1 单）" not in read(digest(sellers, 9))
    card = read(digest(sellers, 16))
    assert "更正\n销售额：2026-W10 ¥3万 → ¥3.7万（补录 1 单）" in card
    assert "更正" not in read(digest(sellers, 23))


def test_the_managers_next_morning_owns_up_to_the_week_too_and_each_hears_once(house: Installation) -> None:
    sellers = Sellers(house)
    order = sellers.sell(march(5), 30)
    shipped(house, order, 30)
    digest(sellers, 9)
    published = house.rows("select * from publications where card in ('weekly', 'week') order by id")
    assert len(published) == 4
    house.clock.set(datetime(2026, 3, 9, 15, tzinfo=SHANGHAI))
    came_back(sellers, order, 5, march(6))
    card = sellers.morning(march(10))
    assert "销售额：上周 ¥3万 → ¥2.5万（退货 1 单）" in read(card)
    assert "Last week ¥30k → ¥25k (1 order returned)" in read(card, "en")
    assert "上周 ¥3万" not in read(sellers.morning(march(11)))
    assert "更正\n销售额：2026-W10 ¥3万 → ¥2.5万（退货 1 单）" in read(digest(sellers, 16))
    assert "¥2.5万（退货" not in read(sellers.morning(march(17)))
    assert house.rows("select * from publications where card in ('weekly', 'week') order by id")[:4] == published


def came_back(sellers: Sellers, order: Order, pieces: int, on: date) -> None:
    """Pieces of an order come back on a day, which is entered now."""

    def back(db: Connection, held: Order, entry: Entry) -> object:
        when = replace(entry, on=on, today=entry.on)
        return goods.take_back(db, held, {held.lines[0].id: pieces}, Reason.QUALITY, "", when)

    entered(sellers.house, order, back)


def test_a_digest_that_is_written_anew_keeps_the_money_it_said(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.aim("2026-03", 400_000)
    sellers.sell(march(5), 30)
    before = read(digest(sellers, 9))
    late(sellers, 6, 9)
    lite.app.db.write(lambda db: db.exec_driver_sql("update digests set stale = true, content_mark = 'x'"))
    after = read(digest(sellers, 9))
    assert "更新" in after
    for said in ("本期净销售额\n¥3万", "当月累计\n¥3万"):
        assert said in before
        assert said in after


def test_reps_who_reached_their_norm_are_counted(lite: Installation) -> None:
    squad = lite.squad()
    for n in range(15):
        lite.file(squad.reps[0], f"客户{n}")
    lite.tick(datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI))
    assert "1/2 人达到拜访目标" in read(cards(lite, squad.chat)[-1])
