"""What was published stands; what comes out differently later is told once, with what made it so."""

from datetime import date

from sales.grains import read_name
from sales.kpi import CATALOGUE, Na, Pace, figure
from sales.money import FULL
from sales.scopes import COMPANY, rep
from sales.stretches import Stretch
from sales.targets import Place
from storage import mergers, transfers, visits
from storage.order_splits import set_shares
from storage.postings import watermark
from storage.publications import Published, publish, told
from storage.targets import Entry as Aim
from storage.targets import set_targets
from tests.goods import confirmed, held
from tests.publishing import DAY, WEEK, Press, changes, press
from tests.seeds import NOW, TODAY, file, memory
from tests.trade import buyer

__all__ = ["memory", "press"]


def test_what_has_not_changed_is_not_told(press: Press) -> None:
    press.sell(8)
    press.publish("K01", "K02", "K10", "K21")
    assert press.look() == []


def test_a_return_dated_inside_what_was_published_is_told_with_both_values(press: Press) -> None:
    first, second = press.sell(8), press.sell(2)
    press.publish("K01")
    before = press.published()
    press.give_back(first, 1, WEEK.last)
    press.give_back(first, 1, WEEK.last)
    press.give_back(second, 1, WEEK.last)
    assert changes(press.look()) == [("K01", 10_000_00, 7_000_00, {"return": 2})]
    assert press.published() == before


def test_a_return_in_its_own_time_changes_nothing_that_was_said(press: Press) -> None:
    order = press.sell(8)
    press.publish("K01")
    press.give_back(order, 8, TODAY)
    assert press.look() == []


def test_a_rate_is_told_with_its_numerator_changed(press: Press) -> None:
    aim = Aim(Place(press.scope, WEEK, "K01", ""), 10_000_00, "")
    press.memory.write(lambda db: set_targets(db, [aim], press.boss.id, NOW - 9 * DAY, WEEK.first, from_above=True))
    order = press.sell(9)
    press.publish("K03")
    press.give_back(order, 2, WEEK.last)
    assert changes(press.look()) == [("K03", 9000, 7000, {"return": 1})]


def test_a_target_that_was_changed_says_so(press: Press) -> None:
    def aimed(value: int, why: str) -> None:
        aim = Aim(Place(press.scope, WEEK, "K01", ""), value, why)
        press.memory.write(lambda db: set_targets(db, [aim], press.boss.id, NOW, TODAY, from_above=True))

    aimed(10_000_00, "")
    press.sell(5)
    press.publish("K03")
    aimed(20_000_00, "新客户多")
    assert changes(press.look()) == [("K03", 5000, 2500, {"target": 1})]


def test_what_was_compared_with_another_spans_target_goes_on_being_so(press: Press) -> None:
    order = press.sell(5)
    said = Published(press.scope, WEEK, figure(CATALOGUE["K03"], {"net": 5_000_00, "target": 10_000_00}))
    press.memory.write(lambda db: publish(db, "weekly", [said], NOW))
    assert press.look() == []
    press.give_back(order, 1, WEEK.last)
    assert changes(press.look()) == [("K03", 5000, 4000, {"return": 1})]


def test_each_change_is_told_once_and_the_next_one_from_there(press: Press) -> None:
    order = press.sell(8)
    press.publish("K01")
    press.give_back(order, 1, WEEK.last)
    (first,) = press.look()
    assert press.look() == [first]
    press.memory.write(lambda db: told(db, [first.id], NOW))
    assert press.look() == []
    press.cancel(press.sell(1))
    press.sell(3)
    assert changes(press.look(days=2)) == [("K01", 7_000_00, 10_000_00, {"order": 1})]


def test_what_changed_and_changed_back_before_anybody_looked_is_nothing(press: Press) -> None:
    press.sell(8)
    press.publish("K01")
    press.cancel(press.sell(3))
    assert press.look() == []


def test_every_kind_of_change_is_counted(press: Press) -> None:
    kept, gone = press.sell(4), press.sell(2)
    press.publish("K01", scope=rep(press.li.id))
    press.cancel(gone)
    press.sell(5, whose=press.han)
    press.memory.write(
        lambda db: set_shares(db, held(db, kept.id), {press.li.id: 5000, press.han.id: 5000}, press.li.id, NOW)
    )
    found = press.look(scopes=[rep(press.li.id)])
    assert changes(found) == [("K01", 6_000_00, 7_000_00, {"cancel": 1, "order": 1, "share": 1})]


def test_what_cancels_out_within_a_team_is_no_reason_of_the_teams(press: Press) -> None:
    kept, gone = press.sell(4), press.sell(2)
    press.publish("K01")
    press.cancel(gone)
    press.memory.write(
        lambda db: set_shares(db, held(db, kept.id), {press.li.id: FULL - 1, press.han.id: 1}, press.li.id, NOW)
    )
    assert changes(press.look()) == [("K01", 6_000_00, 4_000_00, {"cancel": 1})]


def test_a_transfer_with_the_past_is_told_of_both(press: Press) -> None:
    order = press.sell(4)
    for each in (press.li, press.han):
        press.publish("K01", scope=rep(each.id))
    press.memory.write(lambda db: transfers.credit_anew(db, [order.id], press.han.id, press.boss.id, TODAY, NOW))
    found = press.look(scopes=[rep(press.li.id), rep(press.han.id)])
    assert changes(found) == [("K01", 4_000_00, 0, {"transfer": 1}), ("K01", 0, 4_000_00, {"transfer": 1})]


def test_a_merger_changes_the_number_of_new_customers(press: Press) -> None:
    press.sell(1)
    other = press.memory.write(lambda db: buyer(db, "华宁", press.li, NOW - 30 * DAY))
    at, wish = NOW - 6 * DAY, press.shop.wish("X1", 1)
    press.memory.write(lambda db: confirmed(db, press.team, press.li, other, wish, at=at))
    press.publish("K10")
    press.memory.write(lambda db: mergers.merge(db, other.id, press.customer.id, press.boss.id, NOW + DAY / 2))
    assert changes(press.look()) == [("K10", 2, 1, {"merge": 1})]


def test_a_visit_that_is_entered_late_is_told(press: Press) -> None:
    press.publish("K21")
    late = press.memory.write(lambda db: file(db, visited_on=WEEK.last))
    with_time = NOW + DAY / 4
    press.memory.write(
        lambda db: db.execute(visits.visits.update().values(touched_at=with_time).where(visits.visits.c.id == late.id))
    )
    assert changes(press.look()) == [("K21", 0, 1, {"visit": 1})]


def test_what_was_still_under_way_when_it_was_said_is_not_told(press: Press) -> None:
    month = Stretch(date(2026, 3, 1), date(2026, 4, 1))
    press.publish("K01", stretch=month)
    press.sell(3, TODAY)
    assert press.look(days=40) == []


def test_what_lies_far_back_is_not_looked_at(press: Press) -> None:
    order = press.sell(8)
    press.publish("K01")
    press.give_back(order, 1, WEEK.last)
    assert press.look(days=101) == []
    assert len(press.look(days=99)) == 1


def test_only_the_cards_and_scopes_that_are_asked_for_are_looked_at(press: Press) -> None:
    order = press.sell(8)
    press.publish("K01", card="daily")
    press.publish("K01", scope=COMPANY)
    press.give_back(order, 1, WEEK.last)
    assert press.look() == []
    assert [each.card for each in press.look("daily")] == ["daily"]
    assert [each.scope for each in press.look(scopes=[COMPANY])] == [COMPANY]


def test_a_card_says_a_thing_once_whatever_it_says_later(press: Press) -> None:
    press.sell(8)
    press.publish("K01")
    before = press.published()
    press.sell(1)
    press.publish("K01")
    assert press.published() == before


def test_a_figure_without_a_value_is_kept_with_its_reason(press: Press) -> None:
    press.publish("K03")
    ((*_, of, per, why, definition, _, _, _),) = press.published()
    assert (of, per, why, len(str(definition))) == (0, 0, Na.NO_TARGET, 12)


def test_counting_again_up_to_the_watermark_gives_the_same_to_the_cent(press: Press) -> None:
    order = press.sell(7)
    was = press.memory.read(lambda db: press.count(db, "K01", press.scope))
    mark = press.memory.read(watermark)
    press.give_back(order, 3, WEEK.last)
    press.sell(2)
    press.cancel(press.sell(1))
    assert press.memory.read(lambda db: press.count(db, "K01", press.scope)) != was
    assert press.memory.read(lambda db: press.count(db, "K01", press.scope, upto=mark)) == was


def test_sales_of_a_month_by_the_first_worked_check(press: Press) -> None:
    """Confirmed 872,000; a line of 12,000 cancelled before the close; 8,000 came back: 852,000."""
    month = read_name("2026-11")
    assert month
    press.sell(852, month.first)
    press.cancel(press.sell(12, month.first + 2 * DAY), month.first + 4 * DAY)
    back = press.sell(8, month.first + 5 * DAY)
    press.give_back(back, 8, month.first + 19 * DAY)
    net = press.memory.read(lambda db: press.count(db, "K01", press.scope, month)).value
    assert net == 852_000_00
    pace = Pace(net, 1_000_000_00, 14, 21)
    assert (pace.achieved, pace.share, pace.index, pace.projection) == (8520, 6667, 1278, 1_278_000_00)
