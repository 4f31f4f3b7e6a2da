"""The cards of a merger: which two, what either has, the receipt, and what that turns into when it is undone."""

from collections.abc import Mapping

from bot.card import Card, Element, block, card, facts, heading, note, plain
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem
from bot.text import Text, same
from bot.views import control, problem_note
from bot.words import clock
from handlers.customers.access import Access
from handlers.customers.forms import MergeCustomers, OpenCustomer, PreviewMerger
from handlers.customers.profile import undo_button
from storage.contacts import contacts_of
from storage.customers import Customer, find_customer
from storage.mergers import Merger
from storage.names import search
from storage.timelines import count_calls


def merger_card(ctx: Context, seen: Access, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Which customer is the same as this one: the likeliest to choose from, or any by name."""
    title = Text("合并客户", "Merge customers")
    likely = [hit for hit in search(ctx.db, seen.customer.name) if hit.customer.id != seen.customer.id]
    options = [Option(str(hit.customer.id), same(hit.customer.name)) for hit in likely]
    pickers = [control(PreviewMerger, "likely", typed, options)] if options else []
    stamp = PreviewMerger(seen.customer.id).stamp(to=ctx.open_id, key=ctx.card_key())
    return card(
        title,
        problem_note(problems),
        form(
            "merger",
            *pickers,
            control(PreviewMerger, "customer", typed),
            buttons(submit(Text("预览", "Preview"), "preview", stamp)),
        ),
        buttons(button(Text("返回", "Back"), OpenCustomer(seen.customer.id).stamp(to=ctx.open_id), style="text")),
        subtitle=same(seen.customer.name),
        summary=title,
    )


def preview_card(ctx: Context, one: Access, other: Access) -> Card:
    """What either customer has, and the choice which name stays; nothing has happened yet."""
    title = Text("保留哪一家？", "Which one is kept?")
    return card(
        title,
        _side(ctx, one, other),
        _side(ctx, other, one),
        note(_WHAT_HAPPENS),
        buttons(button(Text("返回", "Back"), OpenCustomer(one.customer.id).stamp(to=ctx.open_id), style="text")),
        summary=title,
        colour="orange",
    )


def merged_card(ctx: Context, merger: Merger, kept: Customer) -> Card:
    """The receipt of a merger, with the way back."""
    done = MERGED.fill(gone=merger.gone, kept=kept.name)
    until = clock(merger.until.astimezone(ctx.team.zone))
    return card(
        Text("已合并", "Merged"),
        plain(done),
        note(Text("{until} 前可以撤销", "Can be undone until {until}").fill(until=until)),
        buttons(_open(ctx, kept), undo_button(ctx, merger)),
        summary=done,
        colour="green",
        icon="succeed_outlined",
    )


def undone_card(ctx: Context, merger: Merger, kept: Customer) -> Card:
    """What the receipt turns into: two customers again."""
    done = Text("「{gone}」和「{kept}」又是两家", "{gone} and {kept} are two again").fill(
        gone=merger.gone, kept=kept.name
    )
    gone = find_customer(ctx.db, merger.gone_id)
    row = [_open(ctx, each) for each in (gone, kept) if each]
    return card(Text("已撤销合并", "Merger undone"), plain(done), buttons(*row), summary=done, colour="grey")


def _side(ctx: Context, side: Access, other: Access) -> Element:
    """One of the two, with the button that keeps it; its figures only for who may see them."""
    owner = same(side.owner.name) if side.owner and side.may_see else None
    visits = _COUNT.fill(n=count_calls(ctx.db, side.customer.id)) if side.may_see else None
    people = _COUNT.fill(n=len(contacts_of(ctx.db, side.customer.id))) if side.may_see else None
    pairs = [
        (Text("负责人", "Owner"), owner),
        (Text("拜访", "Visits"), visits),
        (Text("联系人", "Contacts"), people),
    ]
    known = [(label, value) for label, value in pairs if value]
    stamp = MergeCustomers(other.customer.id, side.customer.id).stamp(to=ctx.open_id)
    sure = (Text("合并？", "Merge?"), _MERGED_SOON.fill(gone=other.customer.name, kept=side.customer.name))
    keep = button(Text("保留这家", "Keep this one"), stamp, style="danger", confirm=sure)
    return block(heading(same(side.customer.name)), facts(*known) if known else note(_HIDDEN), buttons(keep))


def _open(ctx: Context, customer: Customer) -> Element:
    stamp = OpenCustomer(customer.id).stamp(to=ctx.open_id)
    return button(Text("打开 {name}", "Open {name}").fill(name=customer.name[:20]), stamp)


_COUNT = Text("{n} 条", "{n}")
_HIDDEN = Text(
    "别的团队的客户，合并后由保留的一方负责。", "Another team's; whoever owns the one that is kept owns both."
)
_WHAT_HAPPENS = Text(
    "另一家的拜访、联系人和待跟进都算在保留的一家名下，30 天内可以撤销。",
    "Visits, contacts and next steps of the other then count for the one that is kept. Can be undone for 30 days.",
)
_MERGED_SOON = Text("「{gone}」将并入「{kept}」。", "{gone} will count as {kept}.")
MERGED = Text("「{gone}」已并入「{kept}」", "{gone} now counts as {kept}")
"""What a merger has done, as receipt and toast say it."""
