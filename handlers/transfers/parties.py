"""Between whom customers are handed over, and whether the asker may do it."""

from datetime import date

from bot.context import Context
from bot.deliveries import Said
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.text import Text
from handlers.transfers.forms import TransferCustomers
from sales.records import dataclass
from sales.transfers import Handover
from storage import transfers
from storage.customers import Customer, find_customer
from storage.names import clear, search
from storage.people import Person, find_person


@dataclass(frozen=True, slots=True)
class Case:
    """A transfer as it is asked for: these customers of the giver's (None: nobody's) go to the taker from a date on."""

    giver: Person | None
    taker: Person
    customers: tuple[Customer, ...]
    on: date
    single: bool = False


def case_of_line(ctx: Context, said: Handover) -> Case:
    """The case that a line speaks of; raises a refusal for whoever is not known, and for what is not the asker's."""
    _check(ctx)
    taker = _named(ctx, said.taker, leavers=False)
    on = said.on or ctx.house.business_day(ctx.now)
    if not said.customer:
        giver = _named(ctx, said.giver, leavers=True)
        return Case(giver, taker, _of(ctx, giver, taker), on)
    hit = clear(search(ctx.db, said.customer))
    if hit is None:
        raise Refusal(_NO_CUSTOMER.fill(name=said.customer))
    return _single(ctx, hit.customer, taker, on)


def case_of_press(ctx: Context, pressed: TransferCustomers) -> Case:
    """The case that a card spoke of, as things stand now."""
    _check(ctx)
    taker, on = _known(ctx, pressed.taker_id), _day(pressed.on)
    _check_of(ctx, taker, current=True)
    if pressed.customer_id:
        customer = find_customer(ctx.db, pressed.customer_id)
        if customer is None or (customer.owner_id or 0) != pressed.giver_id:
            raise Refusal(CHANGED)
        return _single(ctx, customer, taker, on)
    giver = _known(ctx, pressed.giver_id)
    _check_of(ctx, giver, current=False)
    return Case(giver, taker, _of(ctx, giver, taker), on)


def _known(ctx: Context, person_id: int) -> Person:
    found = transfers.person_with(ctx.db, person_id)
    if found is None:
        raise Refusal(OUTDATED)
    return found


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refusal(OUTDATED) from None


def _single(ctx: Context, customer: Customer, taker: Person, on: date) -> Case:
    giver = _known(ctx, customer.owner_id) if customer.owner_id else None
    if giver:
        _check_of(ctx, giver, current=False)
    if giver and giver.id == taker.id:
        raise Refusal(_ALREADY.fill(name=taker.name, customer=customer.name))
    return Case(giver, taker, (customer,), on, single=True)


def _of(ctx: Context, giver: Person, taker: Person) -> tuple[Customer, ...]:
    if giver.id == taker.id:
        raise Refusal(_SAME)
    found = tuple(transfers.customers_to_give(ctx.db, giver.id))
    if not found:
        raise Refusal(_NONE.fill(name=giver.name))
    return found


def _check(ctx: Context) -> None:
    if not ctx.is_admin and not ctx.managed_ids:
        raise Refusal(_MANAGERS)


def _check_of(ctx: Context, person: Person, *, current: bool) -> None:
    """Somebody of the asker's teams: one who gets customers is in one now, one who gives them was in one."""
    if ctx.is_admin:
        teams = {seat.team.id for seat in find_person(ctx.db, person.open_id)[1]}
        if current and not teams:
            raise Refusal(_UNKNOWN.fill(name=person.name))
        return
    seats = {seat.team.id for seat in find_person(ctx.db, person.open_id)[1]}
    fits = bool(seats & ctx.managed_ids) if current else transfers.was_in(ctx.db, person.id, ctx.managed_ids)
    if not fits:
        raise Refusal(_UNKNOWN.fill(name=person.name))


def _named(ctx: Context, name: str, *, leavers: bool) -> Person:
    """Who was named with @, or by a name that only one person has in the asker's teams."""
    if found := _mentioned(ctx, name):
        _check_of(ctx, found, current=not leavers)
        return found
    teams = None if ctx.is_admin else ctx.managed_ids
    called = transfers.people_called(ctx.db, name, teams, leavers=leavers)
    if len(called) != 1:
        raise Refusal((_SEVERAL if called else _UNKNOWN).fill(name=name))
    return called[0]


def _mentioned(ctx: Context, name: str) -> Person | None:
    named = ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ()
    ids = [each.open_id for each in named if not each.is_bot and each.name.casefold() == name.casefold()]
    return find_person(ctx.db, ids[0])[0] if len(set(ids)) == 1 else None


CHANGED = Text(
    "客户的负责人后来变了，请重新发一次命令。", "The owner has changed since: please send the command again."
)
_MANAGERS = Text("只有经理和管理员可以转移客户。", "Only managers and admins transfer customers.")
_UNKNOWN = Text("你的团队里没有「{name}」，请用 @ 点名。", "Nobody in your team is called {name}: please use @.")
_SEVERAL = Text("有几位同事叫「{name}」，请用 @ 点名。", "Several people are called {name}: please use @.")
_SAME = Text("转出和接收的是同一个人。", "Both are the same person.")
_NONE = Text("{name} 名下没有客户。", "{name} has no customers.")
_ALREADY = Text("{customer} 已经是 {name} 的客户。", "{customer} is {name}'s already.")
_NO_CUSTOMER = Text(
    "没有找到客户「{name}」，请写全名。", "No single customer is called {name}: please give the full name."
)
