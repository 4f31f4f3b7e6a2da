"""What a customer's owner and their managers change on its profile: tier, contacts, aliases."""

from collections.abc import Mapping

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem, Refusal
from bot.form import OUTDATED, Form
from bot.text import Text, joined, same
from bot.views import control, problem_note
from handlers.customers.access import Access, opened
from handlers.customers.forms import (
    DUTIES,
    AddAlias,
    AddContact,
    AskAlias,
    AskContact,
    AskTier,
    OpenCustomer,
    SetTier,
)
from handlers.customers.lookups import router
from handlers.customers.profile import profile_card
from sales.customers import INTERVALS, Tier
from storage.audit import note as put_down
from storage.contacts import Contact, keep_contact
from storage.customers import find_by_name, find_customer, rank
from storage.spellings import Sort, Spelling, add_spelling

DIGITS = range(5, 21)
"""How many digits a telephone number has, extension and country code included; the rest is as people write it."""


@router.press(AskTier)
def ask_tier(ctx: Context, pressed: AskTier) -> Reply:
    """Offer the four tiers."""
    return Reply(tier_card(ctx, opened(ctx, pressed.customer_id)))


@router.press(SetTier)
def set_tier(ctx: Context, pressed: SetTier) -> Reply:
    """Put the customer into the tier that was pressed."""
    seen = opened(ctx, pressed.customer_id)
    if pressed.tier not in {*Tier}:
        raise Refusal(OUTDATED)
    if seen.customer.tier != pressed.tier:
        on = ctx.house.business_day(ctx.now)
        rank(ctx.db, seen.customer, Tier(pressed.tier), ctx.me.id, ctx.now, on)
    return _back(ctx, pressed.customer_id, Text("已改为 {tier} 级", "Now tier {tier}").fill(tier=pressed.tier))


@router.press(AskContact)
def ask_contact(ctx: Context, pressed: AskContact) -> Reply:
    """Hand out the form for a contact."""
    return Reply(contact_card(ctx, opened(ctx, pressed.customer_id), {}))


def contact_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The contact form once more, with everything typed."""
    return contact_card(ctx, _again(ctx, hidden), typed, problems)


@router.press(AddContact, redraw=contact_again)
def add_contact(ctx: Context, filled: AddContact) -> Reply:
    """Enter somebody at the customer."""
    seen = opened(ctx, filled.customer_id)
    if filled.phone and sum(sign.isdigit() for sign in filled.phone) not in DIGITS:
        raise _unfit(Problem("phone", Text("电话", "Phone"), _NO_NUMBER))
    keep_contact(ctx.db, seen.customer, Contact(filled.contact, filled.duty, filled.phone), ctx.me.id, ctx.now)
    return _back(ctx, filled.customer_id, Text("已记下 {name}", "{name} is kept").fill(name=filled.contact))


@router.press(AskAlias)
def ask_alias(ctx: Context, pressed: AskAlias) -> Reply:
    """Hand out the form for an alias."""
    return Reply(alias_card(ctx, opened(ctx, pressed.customer_id), {}))


def alias_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The alias form once more, with everything typed."""
    return alias_card(ctx, _again(ctx, hidden), typed, problems)


@router.press(AddAlias, redraw=alias_again)
def add_alias(ctx: Context, filled: AddAlias) -> Reply:
    """Let the customer be found by another name, unless that is another customer's."""
    customer = opened(ctx, filled.customer_id).customer
    other = find_by_name(ctx.db, filled.alias)
    if other is not None and other.id != customer.id:
        raise _unfit(Problem("alias", Text("别名", "Alias"), _ANOTHERS.fill(name=other.name)))
    if other is None:
        add_spelling(ctx.db, Spelling(customer.id, filled.alias, Sort.ALIAS, ctx.me.id, ctx.now))
        put_down(ctx.db, ctx.now, ctx.me.id, "alias", customer.number, {})
    return _back(ctx, customer.id, Text("已记下别名 {name}", "Also called {name}").fill(name=filled.alias))


def tier_card(ctx: Context, seen: Access) -> Card:
    """The four tiers with what each means."""
    lead = Text("多久拜访一次？", "How often is a visit due?")
    days = [_DAYS.fill(tier=tier, n=INTERVALS[tier]) for tier in Tier]
    row = [
        button(
            same(tier),
            SetTier(seen.customer.id, tier).stamp(to=ctx.open_id),
            style="primary_filled" if tier is seen.customer.tier else "default",
        )
        for tier in Tier
    ]
    return card(
        Text("{name} 的等级", "Tier of {name}").fill(name=seen.customer.name),
        plain(lead),
        note(joined(days, Text("，", ", "))),
        buttons(*row, align="left"),
        buttons(_way_back(ctx, seen)),
        summary=lead,
    )


def contact_card(ctx: Context, seen: Access, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """The form for somebody at the customer."""
    blank = AddContact(seen.customer.id)
    duties = [Option(duty, words) for duty, words in DUTIES.items()]
    fields = [
        control(AddContact, "contact", typed),
        control(AddContact, "duty", typed, duties),
        control(AddContact, "phone", typed),
    ]
    return _form_card(ctx, seen, Text("加联系人", "Add a contact"), blank, fields, problems)


def alias_card(ctx: Context, seen: Access, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """The form for another name of the customer."""
    fields = [control(AddAlias, "alias", typed)]
    return _form_card(ctx, seen, Text("加别名", "Add an alias"), AddAlias(seen.customer.id), fields, problems)


def _form_card(
    ctx: Context,
    seen: Access,
    title: Text,
    blank: Form,
    fields: list[dict[str, object]],
    problems: tuple[Problem, ...],
) -> Card:
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    return card(
        title,
        problem_note(problems),
        form("customer", *fields, buttons(submit(Text("保存", "Save"), "save", stamp))),
        buttons(_way_back(ctx, seen)),
        subtitle=same(seen.customer.name),
        summary=title,
        icon="edit_outlined",
    )


def _way_back(ctx: Context, seen: Access) -> dict[str, object]:
    stamp = OpenCustomer(seen.customer.id).stamp(to=ctx.open_id)
    return button(Text("返回", "Back"), stamp, style="text")


def _back(ctx: Context, customer_id: int, done: Text) -> Reply:
    return Reply(profile_card(ctx, opened(ctx, customer_id)), done)


def _again(ctx: Context, hidden: Mapping[str, object]) -> Access:
    asked = hidden.get("customer_id")
    known = find_customer(ctx.db, asked) if isinstance(asked, int) else None
    if known is None:
        raise Refusal(OUTDATED)
    return opened(ctx, known.id)


def _unfit(problem: Problem) -> Refusal:
    return Refusal(Text("{label}：{why}", "{label}: {why}").fill(label=problem.label, why=problem.why), (problem,))


_DAYS = Text("{tier} 每 {n} 天", "{tier} every {n} days")
_ANOTHERS = Text("「{name}」已经用这个名字", "{name} is called so")
_NO_NUMBER = Text("看起来不是电话号码", "does not look like a telephone number")
