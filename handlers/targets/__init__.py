"""Targets: set in a line or on a form, previewed with the tree around them, shown with what has come in so far."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.orders import is_director
from bot.privacy import privately
from bot.router import Part, Router
from bot.target_words import TARGET
from bot.text import Text
from bot.words import broken
from handlers.targets import splitting
from handlers.targets.asking import check_see, check_set, read_line, settable, setter, today_of
from handlers.targets.cards import confirm_card, form_card
from handlers.targets.forms import REASON, ChangeTarget, ConfirmTarget, SetTarget, ShowTargets, place_from, value_from
from handlers.targets.reading import entry_from, entry_of, place_said, typed_from, typed_from_button
from handlers.targets.tree_cards import own_place, tree_card
from sales.target_breaches import NotTheirTarget, ReasonMissing, TargetMoved
from sales.target_sentences import TargetSentence
from sales.targets import Place
from storage.targets import Entry, check_change, hold_targets, set_targets

router = Router(Part.TEAM)
ROUTERS = (router, splitting.router)
"""The two routers of this feature, in the order of the help."""


@router.command(
    TARGET,
    Text("设目标、看目标和完成情况", "Set targets, see them and how far they are"),
    aliases=("mb",),
    example=Text("目标 华东一队 Q1 300万", "target East One Q1 3 million"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """Preview what the line says; the form where anything is open; the tree where nothing is to be set."""
    if not said.strip():
        return _shown(ctx, own_place(ctx))
    found = read_line(ctx, said)
    if found.is_split and found.value is None and not found.rest:
        return splitting.opened(ctx, place_said(ctx, found))
    if found.is_question and len(found.scopes) < SEVERAL:
        return _shown(ctx, place_said(ctx, found))
    entry = entry_of(found)
    return _previewed(ctx, entry) if entry else _asked(ctx, found)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed."""
    return form_card(ctx, SetTarget(unread=str(hidden.get("unread") or "")), typed, problems)


@router.press(SetTarget, redraw=ask_again, members=False)
def preview(ctx: Context, filled: SetTarget) -> Reply:
    """Show what it would take the place of, to be confirmed."""
    entry = entry_from(ctx, filled)
    check_change(entry, check_set(ctx, entry.place), today_of(ctx))
    return _previewed(ctx, entry)


@router.press(ChangeTarget, members=False)
def change(ctx: Context, pressed: ChangeTarget) -> Reply:
    """Turn the card into the form; nothing has been kept."""
    place_from(pressed)
    return _private(ctx, lambda: form_card(ctx, SetTarget(), typed_from_button(pressed)))


@router.press(ConfirmTarget, members=False)
def confirm(ctx: Context, pressed: ConfirmTarget) -> Reply:
    """Keep it as the next version, if what the card showed still stands; else show what stands by now."""
    hold_targets(ctx.db)
    entry = Entry(place_from(pressed), value_from(pressed.value), pressed.reason)
    stands = check_set(ctx, entry.place)
    if stands and stands.target.value == entry.value:
        return _kept(ctx, entry.place)
    if pressed.seen != (stands.target.version if stands else 0):
        moved = broken(TargetMoved())
        return Reply(confirm_card(ctx, entry, stands, moved), moved, "warning")
    set_targets(ctx.db, [entry], setter(ctx).id, ctx.now, today_of(ctx), from_above=is_director(ctx))
    return _kept(ctx, entry.place)


@router.press(ShowTargets, members=False)
def show(ctx: Context, pressed: ShowTargets) -> Reply:
    """Another part of the tree, or another period."""
    place = place_from(pressed)
    check_see(ctx, place.scope)
    return _shown(ctx, place)


def _kept(ctx: Context, place: Place) -> Reply:
    return replace(_shown(ctx, place, _KEPT), toast=_KEPT)


def _shown(ctx: Context, place: Place, done: Text | None = None) -> Reply:
    return _private(ctx, lambda: tree_card(ctx, place, done))


def _previewed(ctx: Context, entry: Entry) -> Reply:
    """The preview; the form where a reason is needed and none was given."""
    stands = check_set(ctx, entry.place)
    if stands and stands.target.value == entry.value:
        return _shown(ctx, entry.place, _SAME)
    if stands and not entry.reason:
        why = broken(ReasonMissing())
        problem = Problem("reason", REASON, why)
        return _private(ctx, lambda: form_card(ctx, SetTarget(), typed_from(ctx, entry), (problem,)))
    check_change(entry, stands, today_of(ctx))
    return _private(ctx, lambda: confirm_card(ctx, entry, stands))


def _asked(ctx: Context, found: TargetSentence) -> Reply:
    """The form with what is understood, for those who may set any target at all."""
    if not any(True for _ in settable(ctx)):
        raise NotTheirTarget
    unread = "  ".join(found.rest)[:UNREAD]
    return _private(ctx, lambda: form_card(ctx, SetTarget(unread=unread), typed_from(ctx, found)))


def _private(ctx: Context, card_for: Callable[[], Card]) -> Reply:
    return privately(ctx, card_for, TARGET_TITLE, _ELSEWHERE, "target")


SEVERAL = 2
UNREAD = 200
"""How many characters of what was not understood are quoted."""

TARGET_TITLE = Text("目标", "Target")
_ELSEWHERE = Text("目标我私信发给你了。", "I have sent you the target privately.")
_KEPT = Text("目标已保存。", "The target is kept.")
_SAME = Text("已经是这个目标，没有变化。", "This is the target already; nothing has changed.")
