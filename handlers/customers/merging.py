"""Two customers that turn out to be one: a manager chooses which is kept, sees what that means, and may undo it."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.text import Text, joined, same
from bot.words import clock
from handlers.customers.access import Access, access, customer_of
from handlers.customers.forms import AskMerger, MergeCustomers, PreviewMerger, UndoMerger
from handlers.customers.lookups import router
from handlers.customers.merger_cards import MERGED, merged_card, merger_card, preview_card, undone_card
from storage import mergers
from storage.customers import Customer
from storage.names import Hit, clear, search


@router.press(AskMerger)
def ask_merger(ctx: Context, pressed: AskMerger) -> Reply:
    """Offer the likeliest doubles of a customer."""
    return Reply(merger_card(ctx, _leading(ctx, pressed.customer_id), {}))


def merger_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more, with everything typed."""
    asked = hidden.get("customer_id")
    return merger_card(ctx, _leading(ctx, asked if isinstance(asked, int) else 0), typed, problems)


@router.press(PreviewMerger, redraw=merger_again)
def preview(ctx: Context, filled: PreviewMerger) -> Reply:
    """Show both customers side by side, with a button for keeping either."""
    one = _leading(ctx, filled.customer_id)
    other = access(ctx, _other(ctx, one.customer, filled))
    return Reply(preview_card(ctx, one, other))


@router.press(MergeCustomers)
def merge(ctx: Context, pressed: MergeCustomers) -> Reply:
    """Let the one count for the other."""
    sides = [access(ctx, customer_of(ctx, each)) for each in (pressed.gone_id, pressed.kept_id)]
    if not any(side.may_merge for side in sides):
        raise Refusal(_MANAGERS)
    done = mergers.merge(ctx.db, pressed.gone_id, pressed.kept_id, ctx.me.id, ctx.now)
    if done is None:
        raise Refusal(_CHANGED)
    return Reply(merged_card(ctx, done, sides[1].customer), MERGED.fill(gone=done.gone, kept=sides[1].customer.name))


@router.press(UndoMerger)
def undo(ctx: Context, pressed: UndoMerger) -> Reply:
    """Separate two customers again, within thirty days."""
    merger = mergers.find_merger(ctx.db, pressed.merger_id)
    if merger is None:
        raise Refusal(_UNDONE_BEFORE)
    if ctx.now >= merger.until:
        raise Refusal(_TOO_LATE.fill(until=clock(merger.until.astimezone(ctx.team.zone))))
    kept = access(ctx, customer_of(ctx, merger.kept_id))
    if not (kept.may_merge or merger.by == ctx.me.id):
        raise Refusal(_MANAGERS)
    if not mergers.undo(ctx.db, merger, ctx.me.id, ctx.now):
        raise Refusal(_UNDONE_BEFORE)
    return Reply(undone_card(ctx, merger, kept.customer), Text("已撤销合并", "The merger is undone"))


def _leading(ctx: Context, customer_id: int) -> Access:
    """A customer whose owner's manager asks, or an admin; raises a refusal for anybody else."""
    seen = access(ctx, customer_of(ctx, customer_id))
    if not seen.may_merge:
        raise Refusal(_MANAGERS)
    return seen


def _other(ctx: Context, one: Customer, filled: PreviewMerger) -> Customer:
    """The other customer: chosen, or named clearly."""
    if filled.customer:
        hits = [hit for hit in search(ctx.db, filled.customer) if hit.customer.id != one.id]
        hit = clear(hits) or (hits[0] if len(hits) == 1 else None)
        if hit is None:
            raise _unclear(hits)
        return hit.customer
    if not filled.likely.isdecimal():
        raise _unclear([])
    other = customer_of(ctx, int(filled.likely))
    if other.id == one.id:
        raise Refusal(_CHANGED)
    return other


def _unclear(hits: list[Hit]) -> Refusal:
    names = joined([same(hit.customer.name) for hit in hits], Text("、", ", ")) if hits else None
    why = _WHICH.fill(names=names) if names else _NONE
    label = Text("客户", "Customer")
    return Refusal(
        Text("{label}：{why}", "{label}: {why}").fill(label=label, why=why), (Problem("customer", label, why),)
    )


_MANAGERS = Text("只有负责人的经理或管理员可以合并。", "Only the owner's manager or an admin can merge customers.")
_CHANGED = Text(
    "这两家后来合并过，请重新打开客户。", "One of them has been merged since: please open the customer again."
)
_UNDONE_BEFORE = Text("这次合并已经撤销了。", "This merger was undone before.")
_TOO_LATE = Text("只能在 {until} 前撤销。", "It could be undone until {until} only.")
_WHICH = Text("请写清楚是哪一家：{names}", "please say which one: {names}")
_NONE = Text("请选择或写出另一家", "please choose or name the other one")
