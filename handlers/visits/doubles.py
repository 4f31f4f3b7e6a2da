"""Whose visit it was: a name nearly like a known one is asked about before another customer is made."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.card import Element, cut
from bot.context import Context
from bot.controls import Option
from bot.errors import Problem, Refusal
from bot.text import Text, same
from bot.views import control
from handlers.visits.forms import WHICH, FileVisit
from sales.customers import Verdict, name_key
from storage.customers import Customer, find_by_name, find_or_add_customer, is_merged
from storage.names import Hit, clear, doubtful, search

NEW = "new"
"""The choice that it is none of the known customers."""


def meant(ctx: Context, filled: FileVisit, named: str) -> tuple[Customer, list[Text]]:
    """The customer that a form names, and a line for the receipt where that is called otherwise.

    Raises a refusal that brings the form back with the question, as long as it is not answered for this very name.
    """
    customer = find_by_name(ctx.db, named) or _chosen(ctx, filled, named)
    return customer, _said_otherwise(ctx, named, customer)


def _chosen(ctx: Context, filled: FileVisit, named: str) -> Customer:
    hits = doubtful(search(ctx.db, named))
    answer = filled.which if filled.asked == named else ""
    if not hits or answer == NEW:
        return find_or_add_customer(ctx.db, named, ctx.me.id, ctx.now)
    certain = [hit for hit in hits if hit.verdict is Verdict.SAME]
    for hit in certain if len(certain) == 1 else hits:
        if len(certain) == 1 or answer == str(hit.customer.id):
            return hit.customer
    raise _which(hits)


def _which(hits: list[Hit]) -> Refusal:
    why = Text("和「{name}」很像，请选一下", "much like {name}, please choose").fill(name=hits[0].customer.name)
    return Refusal(Text("{label}{why}", "{label} {why}").fill(label=WHICH, why=why), (Problem("which", WHICH, why),))


def _said_otherwise(ctx: Context, named: str, customer: Customer) -> list[Text]:
    if name_key(named) == name_key(customer.name):
        return []
    return [(_MERGED if is_merged(ctx.db, named) else _ALSO).fill(said=cut(named, 40), name=cut(customer.name, 40))]


def filled_in(ctx: Context, blank: FileVisit, typed: dict[str, Any]) -> tuple[FileVisit, dict[str, Any]]:
    """A form just begun, with the customer that is clearly meant; else it asks which one is."""
    named = str(typed.get("customer") or "")
    if not named or find_by_name(ctx.db, named):
        return blank, typed
    hits = doubtful(search(ctx.db, named))
    if hit := clear(hits):
        return blank, typed | {"customer": hit.customer.name}
    return replace(blank, asked=named if hits else ""), typed


def asked_before(hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]) -> str:
    """The name for which a form that comes back is to ask: since now, or since before and still typed."""
    named = str(typed.get("customer") or typed.get("recent") or "").strip()
    is_asked = any(problem.field == "which" for problem in problems) or hidden.get("asked") == named
    return named if is_asked else ""


def which_one(ctx: Context, blank: FileVisit, typed: Mapping[str, object]) -> Element | None:
    """The question with the known customers to choose from, where the form asks it."""
    hits = doubtful(search(ctx.db, blank.asked)) if blank.asked else []
    if not hits:
        return None
    options = [Option(str(hit.customer.id), same(hit.customer.name)) for hit in hits]
    none = Option(NEW, Text("都不是，新建「{name}」", "None of them, make {name}").fill(name=cut(blank.asked, 40)))
    return control(FileVisit, "which", typed, [*options, none])


_MERGED = Text("「{said}」已并入「{name}」，记在它名下。", "{said} was merged into {name}: filed there.")
_ALSO = Text("「{said}」就是客户「{name}」。", "{said} is the customer {name}.")
