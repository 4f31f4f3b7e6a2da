"""Quotes: kept in versions, settled once, and found by whose they are and when they end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sales.breaches import AlreadySettled
from sales.money import Money
from sales.orders import Content, Wish
from sales.quotes import State
from sales.terms import AT_ONCE
from sales.trade_breaches import NoPrice, QuoteEndsInPast, QuoteEndsTooFar
from storage import order_moves, quotes
from storage.engine import Connection
from storage.orders import Order, find_order
from storage.quotes import Quote, find_quote, hold_quote
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, found, memory, person, team_of
from tests.trade import THIRTY, Shop, buyer, open_shop

__all__ = ["memory"]

END = date(2026, 3, 31)
DAY = timedelta(days=1)


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team."""
    memory.write(found)
    return memory


@pytest.fixture
def shop(db: UnitOfWork) -> Shop:
    """Its goods."""
    return db.write(lambda at: open_shop(at, person(at, "ou_li"), NOW))


def offered(*wishes: Wish, until: date = END, rep: str = "ou_li") -> Callable[[Connection], Quote]:
    """Work that offers something to a customer."""

    def offer(at: Connection) -> Quote:
        owner = person(at, rep)
        customer = buyer(at, "华宁精密", owner, NOW)
        content = Content(wishes, THIRTY, note="含运费")
        return quotes.add_quote(at, team_of(at), owner, customer, content, until, NOW, NOW)

    return offer


def reworded(quote: Quote, *wishes: Wish, until: date = END) -> Callable[[Connection], Quote]:
    """Work that makes another version."""

    def reword(at: Connection) -> Quote:
        held = hold_quote(at, quote.id)
        assert held
        customer = buyer(at, "长安电子", person(at, "ou_li"), NOW)
        return quotes.reword(at, held, customer, Content(wishes), until, held.rep_id, TODAY, NOW)

    return reword


def accepted(quote_id: int) -> Callable[[Connection], Order]:
    """Work that makes a draft of a quote."""

    def accept(at: Connection) -> Order:
        quote = hold_quote(at, quote_id)
        assert quote
        rep = person(at, "ou_li")
        customer = buyer(at, quote.customer, rep, NOW)
        order = order_moves.add_draft(at, team_of(at), rep, customer, quote.content, NOW, NOW)
        quotes.accept(at, quote, order.id, rep.id, NOW)
        kept = find_order(at, order.id)
        assert kept
        return kept

    return accept


def test_a_quote_keeps_what_was_offered_and_until_when(db: UnitOfWork, shop: Shop) -> None:
    quote = db.write(offered(shop.wish("A100", 10, rate=9500), shop.wish("B7", 3, price=9)))
    assert (quote.number, quote.state, quote.version, quote.valid_until) == ("Q-1", State.OPEN, 1, END)
    assert (quote.rep, quote.customer, quote.amount) == ("李雷", "华宁精密", Money(977_00))
    assert [(line.code, line.given, line.discount) for line in quote.lines] == [("A100", False, 500), ("B7", True, 991)]
    assert quote.list_amount == Money(1029_97)
    assert (quote.content.terms, quote.content.note, quote.order_id) == (THIRTY, "含运费", None)
    assert db.read(lambda at: find_quote(at, quote.id)) == quote
    assert db.read(lambda at: find_quote(at, 999)) is None
    assert db.write(lambda at: hold_quote(at, 999)) is None


def test_without_a_list_price_there_is_no_list_amount(db: UnitOfWork, shop: Shop) -> None:
    def early(at: Connection) -> Quote:
        before, rep = NOW.replace(year=2025), person(at, "ou_li")
        content = Content((shop.wish("A100", 1, price=90),))
        customer = buyer(at, "华宁精密", rep, NOW)
        return quotes.add_quote(at, team_of(at), rep, customer, content, date(2025, 4, 1), before, before)

    assert db.write(early).list_amount is None


def test_a_version_replaces_another_whose_lines_stay(db: UnitOfWork, shop: Shop) -> None:
    first = db.write(offered(shop.wish("A100", 10, rate=9500)))
    second = db.write(reworded(first, shop.wish("A200", 1), until=TODAY))
    assert (second.id, second.version, second.customer, second.amount) == (first.id, 2, "长安电子", Money(250_00))
    assert [line.code for line in second.lines] == ["A200"]
    assert (second.valid_until, second.content.terms, second.content.note) == (TODAY, AT_ONCE, "")
    rows = db.read(lambda at: at.execute(quotes.quote_lines.select().order_by(quotes.quote_lines.c.version)).all())
    assert [(row.version, row.quantity, row.amount) for row in rows] == [(1, 10, Money(950_00)), (2, 1, Money(250_00))]
    (noted,) = db.read(lambda at: at.exec_driver_sql("select verb, subject from audit where verb = 'edit'").all())
    assert tuple(noted) == ("edit", "Q-1")


@pytest.mark.parametrize("until", [TODAY - DAY, TODAY + DAY * 367])
def test_a_last_day_beyond_reason_is_refused_and_nothing_kept(db: UnitOfWork, shop: Shop, until: date) -> None:
    refusal = QuoteEndsInPast if until < TODAY else QuoteEndsTooFar
    with pytest.raises(refusal):
        db.write(offered(shop.wish("A100", 1), until=until))
    quote = db.write(offered(shop.wish("A100", 1)))
    with pytest.raises(refusal):
        db.write(reworded(quote, shop.wish("A100", 2), until=until))
    assert db.read(lambda at: find_quote(at, quote.id)) == quote


def test_a_product_without_a_price_cannot_be_offered_at_list_price(db: UnitOfWork, shop: Shop) -> None:
    quote = db.write(offered(shop.wish("A100", 1)))
    db.write(lambda at: at.exec_driver_sql("update prices set end_on = first_on"))
    with pytest.raises(NoPrice):
        db.write(reworded(quote, shop.wish("A100", 2)))


def test_an_accepted_quote_names_its_order_and_is_settled(db: UnitOfWork, shop: Shop) -> None:
    quote = db.write(offered(shop.wish("A100", 10, price=93)))
    order = db.write(accepted(quote.id))
    assert (order.quote_id, order.amount, order.content.terms) == (quote.id, quote.amount, THIRTY)
    now = db.read(lambda at: find_quote(at, quote.id))
    assert now is not None
    assert (now.state, now.order_id) == (State.ACCEPTED, order.id)
    with pytest.raises(AlreadySettled):
        db.write(accepted(quote.id))
    with pytest.raises(AlreadySettled):
        db.write(reworded(quote, shop.wish("A100", 2)))
    with pytest.raises(AlreadySettled):
        db.write(lambda at: quotes.withdraw(at, now, now.rep_id, NOW))


def test_two_who_accept_at_once_make_one_order(db: UnitOfWork, shop: Shop) -> None:
    quote = db.write(offered(shop.wish("A100", 10, price=93)))
    outcomes = at_once(4, lambda _: db.write(accepted(quote.id)))
    assert len([each for each in outcomes if isinstance(each, AlreadySettled)]) == 3
    assert db.read(lambda at: at.exec_driver_sql("select count(*) from orders").scalar()) == 1


def test_accepting_and_withdrawing_at_once_has_one_winner(db: UnitOfWork, shop: Shop) -> None:
    quote = db.write(offered(shop.wish("A100", 10)))

    def withdraw(at: Connection) -> Quote:
        held = hold_quote(at, quote.id)
        assert held
        return quotes.withdraw(at, held, held.rep_id, NOW)

    outcomes = at_once(2, lambda n: db.write(withdraw) if n else db.write(accepted(quote.id)))
    assert len([each for each in outcomes if isinstance(each, AlreadySettled)]) == 1
    now = db.read(lambda at: find_quote(at, quote.id))
    made = db.read(lambda at: at.exec_driver_sql("select count(*) from orders").scalar())
    assert now is not None
    assert (now.state, made) in {(State.ACCEPTED, 1), (State.WITHDRAWN, 0)}


def test_a_withdrawn_quote_is_no_longer_among_the_open_ones(db: UnitOfWork, shop: Shop) -> None:
    late = db.write(offered(shop.wish("A100", 1), until=END))
    soon = db.write(offered(shop.wish("A200", 1), until=TODAY))
    db.write(offered(shop.wish("A200", 1), rep="ou_han"))
    gone = db.write(offered(shop.wish("B7", 1)))
    db.write(lambda at: quotes.withdraw(at, gone, gone.rep_id, NOW))
    assert db.read(lambda at: [each.id for each in quotes.open_of(at, late.rep_id)]) == [soon.id, late.id]
    assert db.read(lambda at: [each.id for each in quotes.open_of(at, late.rep_id, most=1)]) == [soon.id]


@pytest.mark.parametrize("days, expired", [(-1, False), (0, False), (1, True)])
def test_a_quote_expires_after_its_last_day(db: UnitOfWork, shop: Shop, days: int, expired: bool) -> None:
    quote = db.write(offered(shop.wish("A100", 1)))
    assert quote.is_expired(END + DAY * days) is expired
    withdrawn = db.write(lambda at: quotes.withdraw(at, quote, quote.rep_id, NOW))
    assert not withdrawn.is_expired(END + DAY)
