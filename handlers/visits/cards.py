"""The form of a visit: what is asked at once, what is folded away, and what stands in it already."""

from collections.abc import Mapping
from datetime import date

from bot.card import Card, Element, card, note, panel
from bot.context import Context
from bot.controls import Option, button, buttons, form, question, submit
from bot.doubles import RECENT, customer_elements
from bot.errors import Problem
from bot.form import entries
from bot.text import Text, same
from bot.views import control, problem_note
from handlers.visits.companions import companions_of
from handlers.visits.forms import FileVisit, KeepVisit
from handlers.visits.questions import LEVELS, SCALE
from sales import visits as rules
from sales.visits import NoStep
from sales.willingness import QUESTIONS
from storage import visits
from storage.visits import Visit


def form_card(
    ctx: Context,
    blank: FileVisit,
    typed: Mapping[str, object],
    problems: tuple[Problem, ...] = (),
    *,
    is_correction: bool = False,
) -> Card:
    """The visit form for the person who asked, and nobody else; a correction asks for its reason, too."""
    title = _title(blank.visit_id, is_correction=is_correction)
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    wrong = {problem.field for problem in problems}
    fields = _fields(ctx, blank, typed, wrong, keep=bool(problems))
    reason = control(FileVisit, "reason", typed, required=True) if is_correction else None
    sent = buttons(submit(Text("提交", "Submit"), "file", stamp))
    return card(
        title,
        problem_note(problems),
        _unread(blank.unread),
        form("visit", *fields, _questions(typed), _more(ctx, typed, wrong), reason, sent),
        _way_back(ctx, blank.visit_id) if blank.visit_id else None,
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=ctx.me.name, team=ctx.team.name),
        summary=title,
        icon="edit_outlined",
    )


def _title(visit_id: int, *, is_correction: bool) -> Text:
    if not visit_id:
        return _TITLE
    title = Text("更正 {number}", "Correct {number}") if is_correction else Text("修改 {number}", "Edit {number}")
    return title.fill(number=rules.number(visit_id))


def _fields(
    ctx: Context, blank: FileVisit, typed: Mapping[str, object], wrong: set[str], *, keep: bool
) -> list[Element]:
    """What is asked of everybody. Where no reason for a missing step was given, `Other` is set already."""
    names = visits.recent_customers(ctx.db, ctx.me.id, RECENT)
    if "no_step" in wrong and not typed.get("no_step"):
        typed = {**typed, "no_step": NoStep.OTHER.value}
    asked = ("contact", "kind", "purpose", "outcome", "next_step", "next_step_on", "no_step", "feeling")
    first = customer_elements(ctx, FileVisit, blank.asked, typed, names, keep=keep)
    return first + [control(FileVisit, name, typed) for name in asked]


def _questions(typed: Mapping[str, object]) -> Element:
    options = [Option(level.value, words) for level, words in LEVELS.items()]
    labels = entries(FileVisit)
    asked = [
        element
        for name in QUESTIONS
        for element in question(name, labels[name].label or same(name), options, chosen=str(typed.get(name) or ""))
    ]
    return panel(_PANEL, note(SCALE), *asked)


def _more(ctx: Context, typed: Mapping[str, object], wrong: set[str]) -> Element:
    """Date and companion, unfolded where they are wrong or say something out of the ordinary."""
    offered = companions_of(ctx, str(typed.get("companion") or ""))
    people = [Option(str(person.id), same(person.name)) for person in offered]
    is_wrong = bool(wrong & {"visited_on", "companion"})
    is_special = bool(typed.get("companion")) or str(typed.get("visited_on") or "") not in (
        "",
        said_on(ctx).isoformat(),
    )
    return panel(
        Text("补录日期、同行", "Another day, a companion"),
        control(FileVisit, "visited_on", typed),
        control(FileVisit, "companion", typed, people) if people else None,
        expanded=is_wrong or is_special,
    )


def said_on(ctx: Context) -> date:
    """The team's local date on which the person said it: what was said offline counts from then, never from later."""
    return min(ctx.delivery.at, ctx.now).astimezone(ctx.team.zone).date()


def _unread(words: str) -> Element | None:
    """What of a line belongs into no field, quoted, so that nothing is lost."""
    return note(Text("没看懂：{words}", "Not understood: {words}").fill(words=words)) if words else None


def _way_back(ctx: Context, visit_id: int) -> Element:
    stamp = KeepVisit(visit_id).stamp(to=ctx.open_id)
    return buttons(button(Text("不改了", "Leave it as it is"), stamp, style="text"))


def typed_from(visit: Visit) -> dict[str, object]:
    """What a visit says, as the form's fields would send it."""
    found, score = visit.findings, visit.findings.willingness
    step_on = found.next_step_on.isoformat() if found.next_step_on else ""
    dates = {"visited_on": found.visited_on.isoformat(), "next_step_on": step_on}
    chosen = {"kind": found.kind.value, "no_step": found.no_step.value, "companion": str(found.companion_id or "")}
    answers = {name: str(level) for name, level in score.answers.items()} if score else {}
    feeling = {"feeling": str(score.points) if score and not score.answers else ""}
    words = {name: getattr(found, name) for name in ("contact", "purpose", "outcome", "next_step")}
    return {"customer": visit.customer} | dates | chosen | answers | feeling | words


_TITLE = Text("记一次拜访", "File a visit")
_PANEL = Text("意愿评估（10 题，可不填）", "Willingness (10 questions, optional)")
