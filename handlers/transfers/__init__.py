"""转移: a manager hands customers over from a day on; past sales go with them only if that is chosen."""

from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.privacy import privately
from bot.router import Part, Router
from bot.text import Text
from handlers.transfers.cards import TITLE, done_card, done_words, preview_card, told_card
from handlers.transfers.forms import Past, TransferCustomers
from handlers.transfers.parties import CHANGED, Case, case_of_line, case_of_press
from sales.transfers import read_handover
from storage import people, transfers
from storage.people import Person
from storage.transfers import MOST_ORDERS, Transfer

router = Router(Part.TEAM)


@router.command(
    Text("转移", "transfer"),
    Text("把客户转给另一位同事（经理）", "Hand customers over to a colleague (managers)"),
    example=Text("转移 @张三→@李四 从2026-12-01", "transfer @Zhang San to @Li Si from 2026-12-01"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """What a transfer would do, to be confirmed."""
    read = read_handover(said, ctx.house.business_day(ctx.now))
    if read is None:
        raise Refusal(_HOW)
    if read.unread:
        raise Refusal(_NO_DAY.fill(words=read.unread[:40]))
    case = case_of_line(ctx, read)
    return privately(ctx, lambda: _preview(ctx, case, with_past=read.with_past), TITLE, _ELSEWHERE, "transfer")


def _preview(ctx: Context, case: Case, *, with_past: bool) -> Card:
    chosen = Past.MOVES if with_past else Past.STAYS
    is_past = case.on < ctx.house.business_day(ctx.now)
    return preview_card(ctx, case, len(_past(ctx, case)), is_past=is_past, typed={"past": chosen.value})


@router.press(TransferCustomers, members=False)
def transfer(ctx: Context, filled: TransferCustomers) -> Reply:
    """Hand them over; those that have changed hands meanwhile stay where they are."""
    asked = case_of_press(ctx, filled)
    today = ctx.house.business_day(ctx.now)
    moves = filled.past is Past.MOVES and asked.on < today
    case = asked if moves or asked.on >= today else replace(asked, on=today)
    past = _past(ctx, case) if moves else []
    if len(past) > MOST_ORDERS:
        raise Refusal(_TOO_MANY.fill(most=MOST_ORDERS))
    count = _hand_over(ctx, case)
    credited = transfers.credit_anew(ctx.db, past, case.taker.id, _me(ctx).id, today, ctx.now) if past else 0
    _tell(ctx, case)
    return Reply(done_card(case, count, credited), done_words(case, count))


def _hand_over(ctx: Context, case: Case) -> int:
    ids = [each.id for each in case.customers]
    what = Transfer(ids, case.taker.id, case.on, _me(ctx).id, ctx.now)
    giver = case.giver.id if case.giver else None
    count = transfers.hand_over(ctx.db, what, giver, ctx.house.business_day(ctx.now))
    if not count:
        raise Refusal(CHANGED)
    return count


def _past(ctx: Context, case: Case) -> list[int]:
    """The orders that would go with them, as far as they can be credited in one go, and one more."""
    if case.giver is None or case.on >= ctx.house.business_day(ctx.now):
        return []
    ids = [each.id for each in case.customers]
    return transfers.past_orders(ctx.db, ids, case.giver.id, case.taker.id, case.on)


def _me(ctx: Context) -> Person:
    """The asker; an admin need not be of any team."""
    return ctx.person or people.meet(ctx.db, ctx.open_id, "")


def _tell(ctx: Context, case: Case) -> None:
    for person in filter(None, (case.giver, case.taker)):
        if person.open_id != ctx.open_id:
            once = f"transfer/{ctx.delivery.key}/{person.id}"
            ctx.notify(person.open_id, told_card(case, _me(ctx).name), about="transfer", dedupe=once, unasked=True)


_HOW = Text(
    "请写清楚谁的客户转给谁，例如「转移 @张三→@李四 从2026-12-01」，或「转移 客户 华宁 @李四」。",
    'Please say whose customers go to whom: "transfer @Zhang San to @Li Si from 2026-12-01", '
    'or "transfer customer Huaning @Li Si".',
)
_NO_DAY = Text("没看懂日期「{words}」，请写成 2026-12-01。", "{words} is no day I know: please write 2026-12-01.")
_TOO_MANY = Text(
    "这段时间的订单超过 {most} 张，请分客户转移，或把日期改近一些。",
    "There are more than {most} orders since: please name single customers, or a later day.",
)
_ELSEWHERE = Text("转移客户请在单聊里确认。", "Please confirm the transfer in our direct chat.")
