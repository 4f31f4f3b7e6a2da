"""The trade of a history as rows: each order as it stands at the end, with what left, came back and was paid for it.

Customer by customer, for money settles what the customer owes; the sales ledger comes last, as others wait for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sales.histories import Deal, History, Item, Parcel, Receipt
from sales.money import FULL, ZERO, Money, portion
from sales.orders import BILLED, STANDING, Line, State
from sales.postings import Event, Slot, Worth, postings
from sales.records import dataclass
from sales.settlement import BACK, BILL, NO_ORDER, PAID, Account, Happening, Settled, standing
from storage.accounts import allocations, payments, receivables
from storage.history_known import Known
from storage.history_posting import Posted, Scene, post_all
from storage.order_moves import mark_of
from storage.orders import order_lines, order_splits, orders
from storage.returns import return_lines, returns
from storage.shipments import shipment_lines, shipments


@dataclass(slots=True)
class Traded:
    """An order being kept: ids by line number, and how many pieces of each line were cancelled."""

    id: int
    deal: Deal
    customer_id: int
    team_id: int
    zone: ZoneInfo
    lines: dict[int, int]
    cancelled: dict[int, int]
    came: list[Event] = field(default_factory=list)

    @property
    def is_billed(self) -> bool:
        """Whether anybody owes anything for it."""
        return self.deal.kind in BILLED

    def noon(self, day: date) -> datetime:
        """When something of which only the day is known is taken to have been said."""
        return datetime.combine(day, time(12), self.zone)


def keep_trade(scene: Scene, history: History) -> None:
    """Keep all orders and all money of a history, then what they come to in the sales ledger."""
    posted: list[Posted] = []
    deals, money = _by_customer(scene, history.deals), _by_customer(scene, history.receipts)
    for customer_id in sorted(deals.keys() | money.keys()):
        theirs = deals.get(customer_id, [])
        posted += _Customer(scene, customer_id).keep(theirs, money.get(customer_id, []))
        scene.writer.done(sum(map(_rows, theirs)) + len(money.get(customer_id, [])))
    scene.writer.flush()
    if posted:
        post_all(scene, posted)


def _by_customer(scene: Scene, all_of: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for each in all_of:
        found.setdefault(scene.there.customer(each.customer) or 0, []).append(each)
    return found


def _rows(deal: Deal) -> int:
    """How many rows of the files an order is made of, nearly."""
    return 1 + len(deal.items) + len(deal.shares) + sum(len(one.pieces) for one in (*deal.shipments, *deal.returns))


class _Customer:
    """The trade of one customer."""

    def __init__(self, scene: Scene, customer_id: int) -> None:
        self._scene, self._id = scene, customer_id
        self._add = scene.writer.add
        self._entered = {"person_id": scene.by}
        self._happened: list[Happening] = []

    def keep(self, deals: Iterable[Deal], money: Iterable[Receipt]) -> Iterator[Posted]:
        """All of it; yields what the ledger is to have."""
        begun = {deal.number: self._begin(deal) for deal in deals}
        for traded in begun.values():
            self._ship(traded)
            self._take_back(traded)
        for receipt in money:
            self._receive(receipt, begun.get(receipt.order))
        account = Account()
        account.play(self._happened)
        settled: dict[int, list[Settled]] = {}
        for part in account.settled:
            settled.setdefault(part.order, []).append(part)
            self._allocate(part)
        for traded in begun.values():
            state = self._finish(traded, account.open_of(traded.id), settled.get(traded.id, []))
            yield from self._posted(traded, state)

    def _begin(self, deal: Deal) -> Traded:
        team = self._scene.there.team(deal.team)
        if team is None:
            raise LookupError(deal.team)
        order_id = self._scene.writer.given(orders)
        lines = {item.no: self._scene.writer.given(order_lines) for item in deal.items}
        cancelled = {item.no: item.quantity - deal.gone(item.no) if deal.cancelled_on else 0 for item in deal.items}
        return Traded(order_id, deal, self._id, team.id, team.zone, lines, cancelled)

    def _ship(self, traded: Traded) -> None:
        gone: dict[int, int] = {}
        for parcel in traded.deal.shipments:
            row = {"order_id": traded.id, "shipped_on": parcel.on}
            amount, key = ZERO, self._parcel(shipments, traded, parcel, row)
            for item, quantity in _pieces(traded.deal, parcel):
                worth = portion(item.amount, gone.get(item.no, 0), quantity, item.quantity)
                gone[item.no] = gone.get(item.no, 0) + quantity
                piece = {"line_id": traded.lines[item.no], "quantity": quantity, "amount": worth}
                self._add(shipment_lines, piece | {"shipment_id": key})
                amount += worth
            self._scene.writer.number("shipments", parcel.number)
            if traded.is_billed:
                self._bill(traded, parcel, key, amount)

    def _bill(self, traded: Traded, parcel: Parcel, shipment_id: int, amount: Money) -> None:
        due_on = traded.deal.terms.due_on(parcel.on)
        row = {"shipment_id": shipment_id, "order_id": traded.id, "customer_id": self._id}
        key = self._add(receivables, row | {"due_on": due_on, "amount": amount})
        self._happened.append(Happening(parcel.on, BILL, key, traded.id, amount, due_on))

    def _take_back(self, traded: Traded) -> None:
        back: dict[int, int] = {}
        for parcel in traded.deal.returns:
            row = {"order_id": traded.id, "returned_on": parcel.on, "reason": parcel.reason, "note": parcel.note}
            amount, key = ZERO, self._parcel(returns, traded, parcel, row)
            for item, quantity in _pieces(traded.deal, parcel):
                worth = portion(item.amount, back.get(item.no, 0), quantity, item.quantity)
                back[item.no] = back.get(item.no, 0) + quantity
                piece = {"line_id": traded.lines[item.no], "quantity": quantity, "amount": worth}
                self._add(return_lines, piece | {"return_id": key})
                product_id = self._scene.there.products[item.product]
                traded.came.append(Event(parcel.on, product_id, -quantity, -worth, item.priced.cost))
                amount += worth
            self._scene.writer.number("returns", parcel.number)
            if traded.is_billed:
                self._happened.append(Happening(parcel.on, BACK, key, traded.id, amount))

    def _parcel(self, table: Any, traded: Traded, parcel: Parcel, row: dict[str, Any]) -> int:
        at = traded.noon(parcel.on)
        return self._add(table, row | self._entered | {"said_at": at, "entered_at": at})

    def _receive(self, receipt: Receipt, traded: Traded | None) -> None:
        at = datetime.combine(receipt.paid_on, time(4), UTC)
        row = {"customer_id": self._id, "amount": receipt.amount, "paid_on": receipt.paid_on, "note": receipt.note}
        row |= {"order_id": traded.id if traded else None, "said_at": at, "entered_at": at}
        key = self._add(payments, row | self._entered)
        order_id = traded.id if traded else NO_ORDER
        self._happened.append(Happening(receipt.paid_on, PAID, key, order_id, receipt.amount))
        self._scene.writer.number("payments", receipt.number)

    def _allocate(self, part: Settled) -> None:
        source = {"payment_id": part.key if part.what == PAID else None}
        source |= {"return_id": part.key if part.what == BACK else None}
        dated = {"allocated_on": part.on, "allocated_at": self._scene.at}
        self._add(allocations, source | dated | {"receivable_id": part.debt, "amount": part.amount})

    def _finish(self, traded: Traded, still: Money, settled: Iterable[Settled]) -> State:
        """Keep the order itself, now that it is known what became of it."""
        deal, lines = traded.deal, [self._line(traded, item) for item in traded.deal.items]
        state = standing(((one["quantity"], one["shipped"], one["cancelled"]) for one in lines), still_owed=bool(still))
        days = [parcel.on for parcel in deal.shipments] + [part.on for part in settled]
        days += [deal.cancelled_on] if deal.cancelled_on else []
        dated = {
            "ordered_on": deal.ordered_on,
            "said_at": traded.noon(deal.ordered_on),
            "entered_at": traded.noon(deal.ordered_on),
            "submitted_at": traded.noon(deal.confirmed_on),
            "confirmed_on": deal.confirmed_on,
            "confirmed_at": traded.noon(deal.confirmed_on),
            "cancelled_on": deal.cancelled_on if state is State.CANCELLED else None,
            "closed_on": max(days) if state is State.CLOSED else None,
            "shared_at": self._scene.at if deal.shares else None,
        }
        self._add(orders, self._told(traded) | dated | {"id": traded.id, "state": state})
        for line in lines:
            self._add(order_lines, line)
        for rep_id, share in self._shares(traded).items():
            self._add(order_splits, {"order_id": traded.id, "rep_id": rep_id, "share": share})
        self._scene.writer.number("orders", deal.number)
        return state

    def _told(self, traded: Traded) -> dict[str, Any]:
        deal, goods = traded.deal, [_as_line(item, self._scene.there) for item in traded.deal.items]
        who = {"team_id": traded.team_id, "rep_id": self._scene.there.people[deal.rep], "customer_id": self._id}
        terms = {"credit": deal.terms.credit.value, "credit_days": deal.terms.days, "promised_on": deal.promised_on}
        amount = Money(sum(item.amount.minor for item in deal.items))
        mark = mark_of(self._id, deal.terms, goods)
        return who | terms | {"version": 1, "mark": mark, "kind": deal.kind.value, "note": deal.note, "amount": amount}

    def _line(self, traded: Traded, item: Item) -> dict[str, Any]:
        counted = {"shipped": traded.deal.gone(item.no), "returned": traded.deal.back(item.no)}
        counted["cancelled"] = traded.cancelled[item.no]
        of = item.priced
        frozen = {"list_price": of.list_price, "floor_price": of.floor_price, "cost": of.cost, "amount": item.amount}
        said = {"quantity": item.quantity, "price": item.price, "rate": item.rate, "given": item.given}
        product_id = self._scene.there.products[item.product]
        row = {"id": traded.lines[item.no], "order_id": traded.id, "no": item.no, "product_id": product_id}
        return row | said | frozen | counted

    def _shares(self, traded: Traded) -> dict[int, int]:
        """As the files share it; else it is the owner's of that day who is of the team, else the rep's."""
        people, deal = self._scene.there.people, traded.deal
        if deal.shares:
            said = {people[open_id]: share for open_id, share in deal.shares.items()}
            return dict(sorted(said.items(), key=lambda each: (-each[1], each[0])))
        owner = self._scene.holdings.owner(self._id, deal.confirmed_on)
        is_here = owner is not None and self._scene.holdings.is_of(traded.team_id, owner, deal.confirmed_on)
        return {owner if owner is not None and is_here else people[deal.rep]: FULL}

    def _posted(self, traded: Traded, state: State) -> Iterator[Posted]:
        """What `storage.postings.post` would find that the order is worth."""
        if state not in STANDING or not traded.is_billed:
            return
        worth = postings([*self._sold(traded), *traded.came], self._shares(traded))
        team = self._scene.there.team(traded.deal.team)
        tier = self._scene.holdings.tier(self._id, traded.deal.confirmed_on)
        area = team.area if team else ""
        yield Posted(traded.id, traded.team_id, self._id, area, tier, tuple(sorted(worth.items(), key=_slot)))

    def _sold(self, traded: Traded) -> Iterator[Event]:
        for item in traded.deal.items:
            cancelled, gone = traded.cancelled[item.no], traded.deal.gone(item.no)
            amount = item.amount - portion(item.amount, gone, cancelled, item.quantity)
            product_id = self._scene.there.products[item.product]
            pieces = item.quantity - cancelled
            yield Event(traded.deal.confirmed_on, product_id, pieces, amount, item.priced.cost)


def _slot(each: tuple[Slot, Worth]) -> Slot:
    return each[0]


def _pieces(deal: Deal, parcel: Parcel) -> Iterator[tuple[Item, int]]:
    """By the line's number, as the ledger takes them."""
    for no, quantity in sorted(parcel.pieces.items()):
        yield deal.items[no - 1], quantity


def _as_line(item: Item, there: Known) -> Line:
    said = (there.products[item.product], item.product, "", "", "")
    return Line(0, item.no, *said, item.quantity, item.price, item.rate, item.given, item.priced, item.amount)
