"""From a line or a filled form to a task: who is meant, which customer, and whether it can be so."""

from dataclasses import field
from datetime import date
from typing import Any

from bot.context import Context, Reply
from bot.doubles import guessed, meant
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.task_mirror import mirror
from bot.task_news import tell_given
from bot.text import Text
from bot.words import broken
from handlers.tasks.cards import form_card, own_card
from handlers.tasks.forms import GiveTask
from handlers.tasks.rights import Colleague, colleagues, mentioned, today_of
from sales import tasks as rules
from sales.breaches import RuleBroken
from sales.records import dataclass
from sales.task_sentences import ME, TaskSentence, read_task
from sales.tasks import Wanted
from storage import task_moves
from storage.customers import Customer, find_by_name
from storage.exact_names import Known
from storage.task_moves import Given

LONGEST = 600
"""How many characters of a line are read; what goes beyond is quoted."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line came to: the sentence, whose the task is, and the form's fields as it fills them."""

    said: TaskSentence
    owner: Colleague | None
    customer: Customer | None
    typed: dict[str, Any] = field(default_factory=dict)
    blank: GiveTask = GiveTask()

    @property
    def is_sure(self) -> bool:
        """Whether everything is understood, so that nothing has to be asked."""
        said = self.said
        named = self.customer is not None or not said.customer
        return bool(said.what and said.due_on and self.owner and named and not (said.vague or self.blank.unread))


def from_line(ctx: Context, said: str) -> Reply:
    """The task at once where the line leaves nothing open, else the form with what it says."""
    line = _read(ctx, said)
    if not (line.is_sure and line.owner):
        return Reply(form_card(ctx, line.blank, line.typed))
    try:
        return give(ctx, line.owner, line.customer, _wanted(line.said))
    except RuleBroken as no:
        label = entries(GiveTask)[no.field or "what"].label or broken(no)
        problem = Problem(no.field or "what", label, broken(no))
        return Reply(form_card(ctx, line.blank, line.typed, (problem,)))


def _read(ctx: Context, said: str) -> Line:
    known = colleagues(ctx)
    reached = {each.person.name: each for each in known.values()} | {e.person.name: e for e in mentioned(ctx)}
    shown = {name.name: name.open_id for name in getattr(ctx.delivery, "mentions", ()) if not name.is_bot}
    by_open_id = {each.person.open_id: each for each in reached.values()}
    reached |= {name: by_open_id[open_id] for name, open_id in shown.items() if open_id in by_open_id}
    known_as = Known(ctx.db)
    sentence = read_task(said[:LONGEST], said_on(ctx), list(reached), lambda name: known_as.id_of(name) is not None)
    owner = known[ctx.me.id] if sentence.owner in ("", ME) else reached.get(sentence.owner)
    return _filled(ctx, sentence, owner, said[LONGEST:])


def _filled(ctx: Context, said: TaskSentence, owner: Colleague | None, beyond: str) -> Line:
    """What is too long for its field is quoted, and never cut off."""
    quoted = [*said.rest, *([beyond] if beyond else [])]
    typed: dict[str, Any] = {"owner": str(owner.person.id)} if owner else {}
    for name in ("what", "expected", "source"):
        words, limit = getattr(said, name), entries(GiveTask)[name].limit
        typed[name] = words if len(words) <= limit else ""
        quoted += [words] if len(words) > limit else []
    typed |= {name: on.isoformat() for name in ("due_on", "start_on") if (on := getattr(said, name))}
    name, asked = guessed(ctx, said.customer[:100])
    customer = find_by_name(ctx.db, name) if name else None
    return Line(said, owner, customer, typed | {"customer": name}, GiveTask("  ".join(quoted), asked))


def said_on(ctx: Context) -> date:
    """The team's local date on which it was said: what was said offline counts from then."""
    return min(ctx.delivery.at, ctx.now).astimezone(ctx.team.zone).date()


def _wanted(said: TaskSentence) -> Wanted:
    return Wanted(said.what, said.due_on or date.min, said.start_on, said.expected, said.source)


def from_form(ctx: Context, filled: GiveTask) -> Reply:
    """The task that the form asks for."""
    owner = colleagues(ctx).get(int(filled.owner)) if filled.owner.isdecimal() else colleagues(ctx)[ctx.me.id]
    if owner is None:
        label, why = entries(GiveTask)["owner"].label or _GONE, _GONE
        raise Refusal(why, (Problem("owner", label, why),))
    wanted = Wanted(filled.what, filled.due_on or ctx.today, filled.start_on, filled.expected, filled.source)
    rules.check(wanted, today_of(ctx, owner.team))
    customer = meant(ctx, filled.customer, filled.which, filled.asked)[0] if filled.customer else None
    return give(ctx, owner, customer, wanted)


def give(ctx: Context, owner: Colleague, customer: Customer | None, wanted: Wanted) -> Reply:
    """Keep the task and tell its owner; the same said twice is one task."""
    rules.check(wanted, today_of(ctx, owner.team))
    customer_id = customer.id if customer else 0
    given = Given(owner.team.id, owner.person.id, ctx.me.id, customer_id, wanted, min(ctx.delivery.at, ctx.now))
    if same := task_moves.same_task(ctx.db, given):
        return Reply(own_card(ctx, same, _BEFORE), _BEFORE, "info")
    task = task_moves.add(ctx.db, given, ctx.now)
    tell_given(ctx, task, owner.team)
    mirror(ctx, task)
    line = None if task.owner_id == ctx.me.id else _TOLD.fill(name=task.owner)
    return Reply(own_card(ctx, task, line), _KEPT.fill(number=task.number))


_KEPT = Text("已布置 {number}", "{number} is given")
_TOLD = Text("已私下告诉 {name}，完成后会告诉你。", "{name} is told in private; you will hear when it is done.")
_BEFORE = Text("这项任务之前已经布置过", "This task was given before")
_GONE = Text("不在团队里，请重新选择", "is not in the team: please choose again")
