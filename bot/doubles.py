"""Which customer somebody means: a name nearly like a known one is asked about before another customer is made.

A form that asks has a hidden text `asked`, the name it asks about, and a `which` made by `which_known`.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from bot.card import Element, cut
from bot.context import Context
from bot.controls import Option
from bot.errors import Problem, Refusal
from bot.form import Form, pick
from bot.text import Text, same
from bot.views import control
from sales.customers import Verdict, name_key
from storage.customers import Customer, find_by_name, find_or_add_customer, is_merged
from storage.names import Hit, clear, doubtful, search

NEW = "new"
"""The choice that it is none of the known customers."""

RECENT, ROOM = 12, 240
"""How many recent customers a form offers, and how many characters their names may have together."""


def which_known() -> Any:
    """The field in which a form asks whether a customer is one that we know."""
    return pick(_WHICH, limit=12)


def customer_named(typed: str, recent: str) -> str:
    """The customer of a form: what was typed, else what was chosen; a refusal where it is neither."""
    if named := typed or recent:
        return named
    label, why = Text("客户", "Customer"), Text("请选择或填写客户", "please choose or type a customer")
    raise Refusal(
        Text("客户：请选择或填写客户", "Customer: please choose or type one"),
        (Problem("customer", label, why),),
    )


def meant(ctx: Context, named: str, which: str, asked: str) -> tuple[Customer, list[Text]]:
    """The customer that a form names, and a line for the receipt where that is called otherwise.

    `which` is the answer to the question about the name `asked`. Raises a refusal that brings the form back with the
    question, as long as it is not answered for this very name.
    """
    customer = find_by_name(ctx.db, named) or _chosen(ctx, named, which if asked == named else "")
    return customer, _said_otherwise(ctx, named, customer)


def _chosen(ctx: Context, named: str, answer: str) -> Customer:
    hits = doubtful(search(ctx.db, named))
    if not hits or answer == NEW:
        return find_or_add_customer(ctx.db, named, ctx.me.id, ctx.now)
    certain = [hit for hit in hits if hit.verdict is Verdict.SAME]
    for hit in certain if len(certain) == 1 else hits:
        if len(certain) == 1 or answer == str(hit.customer.id):
            return hit.customer
    raise _which(hits)


def _which(hits: list[Hit]) -> Refusal:
    why = Text("和「{name}」很像，请选一下", "much like {name}, please choose").fill(name=hits[0].customer.name)
    return Refusal(Text("{label}{why}", "{label} {why}").fill(label=_WHICH, why=why), (Problem("which", _WHICH, why),))


def _said_otherwise(ctx: Context, named: str, customer: Customer) -> list[Text]:
    if name_key(named) == name_key(customer.name):
        return []
    return [(_MERGED if is_merged(ctx.db, named) else _ALSO).fill(said=cut(named, 40), name=cut(customer.name, 40))]


def guessed(ctx: Context, named: str) -> tuple[str, str]:
    """For a form just begun: the customer's name as far as it is clear who is meant, and the name to ask about."""
    if not named or find_by_name(ctx.db, named):
        return named, ""
    hits = doubtful(search(ctx.db, named))
    if hit := clear(hits):
        return hit.customer.name, ""
    return named, named if hits else ""


def asked_before(hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]) -> str:
    """The name for which a form that comes back is to ask: since now, or since before and still typed."""
    named = str(typed.get("customer") or typed.get("recent") or "").strip()
    is_asked = any(problem.field == "which" for problem in problems) or hidden.get("asked") == named
    return named if is_asked else ""


def customer_elements(
    ctx: Context, form: type[Form], asked: str, typed: Mapping[str, object], names: Sequence[str], *, keep: bool
) -> list[Element]:
    """Where a form asks for the customer: the question if there is any, recent `names`, what is typed.

    A form just begun (not `keep`) chooses a typed name that is among the recent ones.
    """
    recent = [
        Option(name, same(name)) for name, room in zip(names, accumulate(map(len, names)), strict=True) if room <= ROOM
    ]
    if not keep and typed.get("customer") in names:
        # What is typed goes before what is chosen: a name left in the field would undo another choice.
        typed = {**typed, "recent": typed["customer"], "customer": ""}
    first = [double] if (double := which_one(ctx, form, asked, typed)) else []
    pickers = [control(form, "recent", typed, recent)] if recent else []
    return [*first, *pickers, control(form, "customer", typed, required=not recent)]


def which_one(ctx: Context, form: type[Form], asked: str, typed: Mapping[str, object]) -> Element | None:
    """The question with the known customers to choose from, where the form asks it."""
    hits = doubtful(search(ctx.db, asked)) if asked else []
    if not hits:
        return None
    options = [Option(str(hit.customer.id), same(hit.customer.name)) for hit in hits]
    none = Option(NEW, Text("都不是，新建「{name}」", "None of them, make {name}").fill(name=cut(asked, 40)))
    return control(form, "which", typed, [*options, none])


_WHICH = Text("是不是已有客户？", "A customer we know?")
_MERGED = Text("「{said}」已并入「{name}」，记在它名下。", "{said} was merged into {name}: filed there.")
_ALSO = Text("「{said}」就是客户「{name}」。", "{said} is the customer {name}.")
