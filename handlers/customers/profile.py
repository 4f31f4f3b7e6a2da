"""The profile of a customer: who and how often, the people there, what is promised, what happened."""

from collections.abc import Sequence

from bot.card import Card, Element, block, card, cut, facts, heading, md, note, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.words import KINDS, clock, day
from handlers.customers.access import Access
from handlers.customers.cards import visit_button
from handlers.customers.forms import DUTIES, AskAlias, AskContact, AskMerger, AskTier, ClaimCustomer, UndoMerger
from sales.customers import INTERVALS, UNDO, Duty, Tier, due_next
from sales.visits import Kind, number
from storage import timelines
from storage.contacts import Contact, contacts_of
from storage.mergers import Merger, mergers_into
from storage.names import aliases_of
from storage.timelines import Call, Promise

CALLS, PROMISES, PEOPLE, NAMES, UNDOABLE = 10, 5, 12, 8, 3
"""How many visits, open steps, contacts, aliases and mergers a profile shows."""
SAID = 60
"""How many characters of what was said a line shows."""


def profile_card(ctx: Context, seen: Access) -> Card:
    """Everything about a customer that its owner and their managers may see."""
    customer = seen.customer
    calls = timelines.last_calls(ctx.db, customer.id, CALLS)
    due = due_next(calls[0].on if calls else None, customer.tier, ctx.calendar)
    late = due is not None and due < ctx.today
    merged = mergers_into(ctx.db, customer.id, ctx.now - UNDO)[:UNDOABLE] if seen.may_merge else []
    steps = timelines.promises(ctx.db, customer.id, PROMISES)
    return card(
        same(customer.name),
        _facts(ctx, seen, day(due) if due else None),
        _people(contacts_of(ctx.db, customer.id)[:PEOPLE]),
        block(heading(_OPEN), *map(_promise, steps)) if steps else None,
        block(heading(_PAST), *map(_call, calls)) if calls else note(_NO_VISITS),
        *(_merger(ctx, each) for each in merged),
        buttons(*_changes(ctx, seen)),
        subtitle=same(seen.owner.name) if seen.owner else _UNOWNED,
        summary=Text("客户 {name}", "Customer {name}").fill(name=customer.name),
        icon="company_outlined",
        tags=[*([tag(_LATE, "red")] if late else []), *([tag(_rank(customer.tier), "blue")] if customer.tier else [])],
    )


def _facts(ctx: Context, seen: Access, due: Text | None) -> Element:
    customer = seen.customer
    rating = timelines.last_rating(ctx.db, customer.id)
    names = aliases_of(ctx.db, customer)[:NAMES]
    pairs = [
        (Text("负责人", "Owner"), same(seen.owner.name) if seen.owner else _UNOWNED),
        (Text("等级", "Tier"), _interval(customer.tier)),
        (Text("下次拜访", "Next visit due"), due),
        (Text("上次意愿", "Last willingness"), same(f"{rating.score}/{rating.of}") if rating else None),
        (Text("也叫", "Also called"), joined(map(same, names), Text("、", ", ")) if names else None),
    ]
    return facts(*((label, value) for label, value in pairs if value))


def _interval(tier: Tier | None) -> Text:
    if tier is None:
        return Text("未分级", "none yet")
    return Text("{tier} · 每 {n} 天", "{tier} · every {n} days").fill(tier=tier, n=INTERVALS[tier])


def _rank(tier: Tier) -> Text:
    return Text("{tier} 级", "Tier {tier}").fill(tier=tier)


def _people(contacts: Sequence[Contact]) -> Element | None:
    return block(heading(Text("联系人", "Contacts")), *map(_contact, contacts)) if contacts else None


def _contact(contact: Contact) -> Element:
    duty = [DUTIES[contact.duty]] if contact.duty is not Duty.NONE else []
    phone = [same(contact.phone)] if contact.phone else []
    return _line(same(contact.name), joined([*duty, *phone], " · ") if duty or phone else None)


def _promise(promise: Promise) -> Element:
    return _line(joined([day(promise.on), same(cut(promise.step, SAID))], " "), same(promise.rep))


def _call(call: Call) -> Element:
    what = joined([day(call.on), KINDS[Kind(call.kind)]], " ")
    said = [same(cut(call.said, SAID))] if call.said else []
    return _line(what, joined([*said, same(call.rep), same(number(call.id))], " · "))


def _line(first: Text, rest: Text | None) -> Element:
    template = "{first} <font color='grey'>{rest}</font>"
    return md(same(template), first=first, rest=rest) if rest else md(same("{first}"), first=first)


def _merger(ctx: Context, merger: Merger) -> Element:
    said = Text("「{name}」已并入，{until} 前可以撤销", "{name} was merged in; can be undone until {until}")
    until = clock(merger.until.astimezone(ctx.team.zone))
    return block(note(said.fill(name=cut(merger.gone, SAID), until=until)), buttons(undo_button(ctx, merger)))


def undo_button(ctx: Context, merger: Merger) -> Element:
    """The button that separates two customers again, after a question."""
    title = Text("撤销合并？", "Undo the merger?")
    what = Text("「{name}」将重新成为单独的客户。", "{name} will be a customer of its own again.").fill(
        name=merger.gone
    )
    stamp = UndoMerger(merger.id).stamp(to=ctx.open_id)
    return button(Text("撤销合并", "Undo merger"), stamp, confirm=(title, what))


def _changes(ctx: Context, seen: Access) -> list[Element]:
    asked = seen.customer.id
    row = [
        visit_button(seen.customer),
        button(Text("改等级", "Tier"), AskTier(asked).stamp(to=ctx.open_id)),
        button(Text("加联系人", "Add contact"), AskContact(asked).stamp(to=ctx.open_id)),
        button(Text("加别名", "Add alias"), AskAlias(asked).stamp(to=ctx.open_id)),
    ]
    if seen.owner is None:
        row.append(button(Text("认领", "Claim"), ClaimCustomer(asked).stamp(to=ctx.open_id)))
    if seen.may_merge:
        row.append(button(Text("合并", "Merge"), AskMerger(asked).stamp(to=ctx.open_id)))
    return row


_UNOWNED = Text("无归属", "nobody")
_LATE = Text("该拜访了", "Visit overdue")
_OPEN = Text("待跟进", "To follow up")
_PAST = Text("最近拜访", "Latest visits")
_NO_VISITS = Text("还没有拜访记录。", "No visits yet.")
