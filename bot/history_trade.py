"""What the files say of orders: their lines and shares, what left, what came back, and the money that came in."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.history_cells import Cells, once
from bot.history_files import Wrong
from bot.history_goods import LONGEST_NUMBER
from bot.history_register import Register, numbers_in
from bot.text import Text
from sales.histories import Deal, Item, Parcel, Receipt
from sales.money import FULL, ZERO
from sales.names import name_key
from sales.orders import Kind, Wish, amount_of
from sales.shipping import Reason
from sales.terms import MOST_DAYS, Credit, Terms
from storage.engine import Connection
from storage.histories import numbers_known

MOST_LINES: Final = 50
"""Lines of one order from files."""

KINDS: Final = {
    Kind.SALE: Text("销售", "sale"),
    Kind.SAMPLE: Text("样品", "sample"),
    Kind.INTERNAL: Text("内部领用", "internal"),
}
CREDITS: Final = {
    Credit.PREPAID: Text("预付", "prepaid"),
    Credit.NET: Text("货到", "net"),
    Credit.MONTHLY: Text("月结", "monthly"),
}
REASONS: Final = {
    Reason.QUALITY: Text("质量", "quality"),
    Reason.WRONG_GOODS: Text("发错", "wrong goods"),
    Reason.DAMAGED: Text("损坏", "damaged"),
    Reason.SURPLUS: Text("多余", "surplus"),
    Reason.ENTRY_ERROR: Text("录入错误", "entry error"),
    Reason.OTHER: Text("其他", "other"),
}


class Orders:
    """The orders of the files by number, with what is told of each in several sheets."""

    def __init__(self, register: Register, db: Connection) -> None:
        """Read all of it, and pass over what was brought in before."""
        self._register, self._db = register, db
        self.deals: dict[str, Deal] = {}
        self._rows: dict[str, int] = {}
        self._unread: set[str] = set()
        self._there = self._known("orders", "number")
        self._read_deals()
        self._read_items()
        self._read_shares()
        self._read_parcels("shipments")
        self._read_parcels("returns")
        self._check()

    def receipts(self) -> Iterator[Receipt]:
        """Money that is new here, row by row."""
        there, seen = self._known("payments", "number"), dict[str, int]()
        for cells in self._register.rows("payments"):
            number = cells.text("number", LONGEST_NUMBER)
            if not once(seen, number, cells, "number"):
                continue
            if number in there:
                self._register.pass_over("payments")
            elif receipt := self._receipt(cells, number):
                yield receipt

    def _receipt(self, cells: Cells, number: str) -> Receipt | None:
        customer, amount, on = self._register.customer(cells, "customer"), cells.money("amount"), cells.day("on")
        order, note = cells.text("order", LONGEST_NUMBER), cells.text("note")
        if amount == ZERO:
            cells.wrong("amount", NOTHING)
        if order:
            deal = self._deal(cells, "order")
            if deal and customer and name_key(deal.customer) != name_key(customer):
                cells.wrong("order", OTHER_CUSTOMER.fill(customer=deal.customer))
        if not (cells.sound and customer and amount and on):
            return None
        return Receipt(number, customer, amount, on, order, note)

    def _known(self, sheet: str, key: str) -> set[str]:
        source = self._register.sources.get(sheet)
        return numbers_known(self._db, sheet, sorted(set(numbers_in(source, key)) - {""}))

    def _read_deals(self) -> None:
        seen: dict[str, int] = {}
        for cells in self._register.rows("orders"):
            number = cells.text("number", LONGEST_NUMBER)
            if not number or not once(seen, number, cells, "number"):
                continue
            if number in self._there:
                self._register.pass_over("orders")
            elif deal := self._read_deal(cells, number):
                self.deals[number], self._rows[number] = deal, cells.number
            else:
                self._unread.add(number)

    def _read_deal(self, cells: Cells, number: str) -> Deal | None:
        customer, rep = self._register.customer(cells, "customer"), self._register.person(cells, "rep")
        ordered = cells.day("ordered_on")
        confirmed, cancelled = cells.day("confirmed_on") or ordered, cells.day("cancelled_on")
        team = self._register.team_of(cells, rep, confirmed)
        kind, promised = cells.choice("kind", KINDS, Kind.SALE), cells.day("promised_on", ahead=True)
        if ordered and confirmed and confirmed < ordered:
            cells.wrong("confirmed_on", BEFORE_ORDER)
        if confirmed and cancelled and cancelled < confirmed:
            cells.wrong("cancelled_on", BEFORE_ORDER)
        terms, note = _terms(cells), cells.text("note")
        if not (customer and rep and ordered and confirmed and team):
            return None
        return Deal(number, team, rep, customer, kind, terms, promised, note, ordered, confirmed, cancelled)

    def _deal(self, cells: Cells, key: str) -> Deal | None:
        """The new order that a cell names; one that is known already takes no more from files."""
        number = cells.text(key, LONGEST_NUMBER)
        if number in self._there:
            cells.wrong(key, THERE_ALREADY.fill(number=number))
            return None
        # What is wrong with an order is said once, not again in each of its rows elsewhere.
        return None if number in self._unread else cells.known(key, self.deals.get, ORDER)

    def _new(self, sheet: str, key: str) -> Iterator[tuple[Cells, Deal]]:
        """The rows that belong to new orders; those of known ones are passed over with them."""
        for cells in self._register.rows(sheet):
            if cells.text(key) in self._there:
                self._register.pass_over(sheet)
            elif deal := self._deal(cells, key):
                yield cells, deal

    def _read_items(self) -> None:
        for cells, deal in self._new("order_lines", "number"):
            code, quantity = self._register.product(cells, "code"), cells.whole("quantity")
            price, rate = cells.money("price"), cells.part("rate") or FULL
            if not (cells.sound and code and quantity):
                continue
            if len(deal.items) >= MOST_LINES:
                cells.wrong("number", TOO_MANY_LINES.fill(most=MOST_LINES))
                continue
            priced = self._register.priced(code, deal.confirmed_on)
            paid = price if price is not None else priced.list_price
            if paid is None:
                cells.wrong("price", NO_PRICE.fill(day=deal.confirmed_on))
                continue
            amount = amount_of(Wish(0, quantity, paid, rate), paid)
            said = (code, quantity, paid, price is not None, rate, priced, amount)
            deal.items.append(Item(len(deal.items) + 1, *said))

    def _read_shares(self) -> None:
        for cells, deal in self._new("order_splits", "number"):
            rep, share = self._register.person(cells, "rep"), cells.part("share")
            if not (cells.sound and rep and share):
                continue
            if rep in deal.shares:
                cells.wrong("rep", SHARED_TWICE)
            deal.shares[rep] = share

    def _read_parcels(self, sheet: str) -> None:
        there, parcels = self._known(sheet, "number"), dict[str, tuple[Parcel, Deal]]()
        for cells in self._register.rows(sheet):
            number = cells.text("number", LONGEST_NUMBER)
            if number in there:
                self._register.pass_over(sheet)
            elif deal := self._deal(cells, "order"):
                self._read_piece(cells, deal, number, parcels, back=sheet == "returns")

    def _read_piece(
        self, cells: Cells, deal: Deal, number: str, parcels: dict[str, tuple[Parcel, Deal]], *, back: bool
    ) -> None:
        code, quantity, on = self._register.product(cells, "code"), cells.whole("quantity"), cells.day("on")
        reason, note = (
            (cells.choice("reason", REASONS, Reason.OTHER), cells.text("note")) if back else (Reason.OTHER, "")
        )
        if not (cells.sound and code and quantity and on):
            return
        parcel, of = parcels.setdefault(number, (Parcel(number, on, {}, reason, note), deal))
        if of is not deal or parcel.on != on:
            cells.wrong("number", NOT_ONE.fill(number=number))
            return
        kept = deal.returns if back else deal.shipments
        if all(each is not parcel for each in kept):
            kept.append(parcel)
        _check_day(cells, deal, on, back=back)
        _spread(cells, deal, parcel, code, quantity, back=back)

    def _check(self) -> None:
        """What can only be said of an order as a whole."""
        for number, deal in self.deals.items():
            shared = sum(deal.shares.values())
            if not deal.items:
                self._wrong(number, NO_LINES)
            if deal.shares and shared != FULL:
                self._wrong(number, NOT_WHOLE.fill(sum=f"{shared / 100:g}"))
            deal.shipments.sort(key=lambda parcel: parcel.on)
            deal.returns.sort(key=lambda parcel: parcel.on)

    def _wrong(self, number: str, why: Text) -> None:
        source = self._register.sources["orders"]
        self._register.faults.add(Wrong(source.file, self._rows[number], source.sheet.titled("number"), why))


def _terms(cells: Cells) -> Terms:
    credit, days = cells.choice("credit", CREDITS, Credit.PREPAID), cells.whole("credit_days", 0, MOST_DAYS)
    return Terms(credit, 0 if credit is Credit.PREPAID else days or 0)


def _check_day(cells: Cells, deal: Deal, on: date, *, back: bool) -> None:
    if back:
        if not deal.shipments or on < min(parcel.on for parcel in deal.shipments):
            cells.wrong("on", BEFORE_SHIPMENT)
    elif on < deal.confirmed_on:
        cells.wrong("on", BEFORE_ORDER)
    elif deal.cancelled_on and on > deal.cancelled_on:
        cells.wrong("on", AFTER_CANCELLED)


def _spread(cells: Cells, deal: Deal, parcel: Parcel, code: str, quantity: int, *, back: bool) -> None:
    """Take pieces of a product from the lines that name it, the first one first."""
    lines = [item for item in deal.items if item.product == code]
    rest = quantity
    for item in lines:
        room = deal.gone(item.no) - deal.back(item.no) if back else item.quantity - deal.gone(item.no)
        if took := min(rest, room):
            parcel.pieces[item.no] = parcel.pieces.get(item.no, 0) + took
            rest -= took
    if not lines:
        cells.wrong("code", NOT_ORDERED)
    elif rest:
        cells.wrong("quantity", (MORE_THAN_SHIPPED if back else MORE_THAN_ORDERED).fill(most=quantity - rest))


ORDER = Text("订单", "order")
NOTHING = Text("不能是 0", "must not be 0")
OTHER_CUSTOMER = Text("这张订单是 {customer} 的", "that order is of {customer}")
BEFORE_ORDER = Text("早于订单日期", "lies before the order")
BEFORE_SHIPMENT = Text("早于第一次发货", "lies before anything had left")
AFTER_CANCELLED = Text("晚于取消日期", "lies after the order was cancelled")
THERE_ALREADY = Text(
    "订单 {number} 早已导入，之后的变动请在系统里录入",
    "order {number} is here already; enter what came later in the chat",
)
NO_PRICE = Text("没写单价，{day} 也没有牌价", "has no price, and there is no list price on {day}")
NO_LINES = Text("没有明细", "has no lines")
NOT_WHOLE = Text("分成合计 {sum}%，应为 100%", "its shares add up to {sum} %, not 100 %")
SHARED_TWICE = Text("这张订单里已有这个人", "is named twice for this order")
NOT_ONE = Text("{number} 的行不属于同一订单同一天", "the rows of {number} are not of one order and one day")
NOT_ORDERED = Text("订单里没有这个产品", "is not in the order")
MORE_THAN_ORDERED = Text("超过未发数量 {most}", "is more than the {most} that were still to leave")
MORE_THAN_SHIPPED = Text("超过可退数量 {most}", "is more than the {most} that had left")
TOO_MANY_LINES = Text("一张订单最多 {most} 行", "an order has at most {most} lines")
