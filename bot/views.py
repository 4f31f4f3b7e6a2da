"""Cards and parts of cards that more than one feature shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.card import Card, Element, card, cut, facts, md, note, plain
from bot.controls import Option, button, buttons, date_input, select, text_input
from bot.errors import Problem
from bot.form import Form, carried, entries
from bot.text import Text, joined, same
from bot.words import KINDS, NO_STEPS, day
from sales.records import dataclass
from sales.visits import number as visit_number
from storage.follow_ups import FollowUp
from storage.visits import Visit

RETRIED = Text("之前没办成的操作", "About what went wrong before")
"""The title over words that come after a retry."""

SHOWN = 200
"""How many characters of a long text a receipt shows; all of it is kept."""

MOST_PROBLEMS = 8
"""How many mistakes are listed above a form: thirty wrong fields of ten lines would be more than a card may hold."""

HELP = Text("帮助", "help")
"""The word that always works."""

NOTHING = same("—")
"""What stands where nothing was said."""


@dataclass(frozen=True)
class Run(Form):
    """A button that does what typing a command does; `said` is what would be typed."""

    said: str = carried("")


def run_button(word: Text) -> Element:
    """A button that runs a command, with its word on it."""
    return button(Text(word.zh, word.en.capitalize()), Run(word.zh).stamp())


def control(
    form: type[Form],
    name: str,
    typed: Mapping[str, object],
    options: Sequence[Option] = (),
    *,
    required: bool = False,
) -> Element:
    """The control for one field of a form, holding what was typed into it before (by name, as Feishu sends it).

    `options` are the choices of a `pick` field; `required` makes a field required on this card only.
    """
    entry = entries(form)[name]
    label, needed = entry.label or same(name), required or entry.required
    held = str(typed.get(name) or "")
    if entry.is_day:
        return date_input(name, label, value=_date(held), required=needed)
    choices = options or [Option(value, text) for value, text in entry.options]
    if choices:
        return select(name, label, choices, chosen=held, required=needed)
    return text_input(name, label, value=held, required=needed, lines=entry.lines, limit=entry.limit)


def problem_note(problems: Iterable[Problem]) -> Element | None:
    """What is wrong, above a form that comes back: one line for each field, the rest counted; None when nothing is."""
    lines = [Text("{label}：{why}", "{label}: {why}").fill(label=p.label, why=p.why) for p in problems]
    more = len(lines) - MOST_PROBLEMS
    rest = [Text("还有 {n} 处", "{n} more").fill(n=more)] if more > 0 else []
    return plain(joined([*lines[:MOST_PROBLEMS], *rest], "\n"), colour="red") if lines else None


def visit_line(visit: Visit, *, with_rep: bool) -> Element:
    """One visit in a list: the customer, then who (for a manager), how, and its number."""
    parts = [same(visit.rep)] if with_rep else []
    parts += [KINDS[visit.findings.kind], same(visit.number)]
    parts += [Text("同行 {name}", "with {name}").fill(name=visit.companion)] if visit.companion else []
    parts += [Text("照片 {n}", "photos: {n}").fill(n=visit.photos)] if visit.photos else []
    both = "**{customer}** <font color='grey'>{rest}</font>"
    return md(same(both), customer=visit.customer, rest=joined(parts, " · "))


def follow_up_line(due: FollowUp, *, with_rep: bool) -> Element:
    """One next step that is due: the customer, what is to be done, and whose it is (for a manager)."""
    rest = [same(due.rep)] if with_rep else []
    both = "**{customer}** {step} <font color='grey'>{rest}</font>"
    parts = joined([*rest, same(visit_number(due.visit_id))], " · ")
    return md(same(both), customer=due.customer, step=due.step, rest=parts)


def visit_facts(visit: Visit) -> Element:
    """What a visit says, as label and value pairs; empty ones are left out."""
    found = visit.findings
    step = _step(found.next_step, found.next_step_on)
    pairs = [
        (Text("客户", "Customer"), same(visit.customer)),
        (Text("方式", "How"), KINDS[found.kind]),
        (Text("日期", "Date"), day(found.visited_on)),
        (Text("联系人", "Contact"), _said(found.contact)),
        (Text("目的", "Purpose"), _said(found.purpose)),
        (Text("结果", "Outcome"), _said(found.outcome)),
        (Text("下一步", "Next step"), NO_STEPS[found.no_step] if found.no_step else step),
        (Text("同行", "Together with"), same(visit.companion) if visit.companion else NOTHING),
        (Text("照片", "Photos"), same(visit.photos) if visit.photos else NOTHING),
    ]
    return facts(*((label, value) for label, value in pairs if value is not NOTHING))


def refusal_card(title: Text, why: Text, *also: Element | None) -> Card:
    """A no in a chat: amber, one sentence, and the way to what would work."""
    return card(title, plain(why), *also, buttons(run_button(HELP), align="left"), summary=why, colour="orange")


def stranger_card(how: Text) -> Card:
    """What somebody sees who is in no sales team: how to join one."""
    return card(
        Text("先加入一个销售团队", "Join a sales team first"),
        plain(how),
        summary=how,
        colour="orange",
        icon="group_outlined",
    )


def failure_words(ref: str) -> Text:
    """What a person is told when the bot hit a bug of its own: nothing is lost, and what to quote."""
    return Text(
        "出错了，是我的问题。你填的内容已保留，编号 {ref}，管理员可以重试，不用重填。",
        "Something went wrong on my side. What you entered is kept under {ref}; an admin can retry it for you.",
    ).fill(ref=ref)


def failure_card(ref: str) -> Card:
    """The same in a chat."""
    said = failure_words(ref)
    return card(Text("出错了", "Something went wrong"), plain(said), summary=said, colour="red")


def failure_notice(ref: str, kind: str) -> Card:
    """What an admin is told about a delivery that hit a bug: the reference and the command that retries it."""
    said = Text("有一条消息处理失败，已保留：{ref}", "A delivery failed and is kept: {ref}").fill(ref=ref)
    how = Text("修复后运行 salesbot inbox retry {ref}", "Once mended, run salesbot inbox retry {ref}").fill(ref=ref)
    return card(
        Text("处理失败", "A delivery failed"),
        plain(said),
        note(same(kind)),
        note(how),
        summary=said,
        colour="red",
    )


def too_large_card() -> Card:
    """What stands in for a card that would be too large to show; what was entered is kept all the same."""
    said = Text("内容已保存，但太长，没法在卡片里显示。", "Everything is kept, but too long to be shown on a card.")
    return card(Text("已保存", "Kept"), plain(said), summary=said, colour="orange")


def guesses_card(commands: Iterable[Text]) -> Card:
    """The answer to words that are no command: the nearest ones as buttons."""
    row = buttons(*(run_button(word) for word in commands), align="left")
    lead = Text("没看懂。你是不是想要：", "I did not get that. Did you mean:")
    more = note(Text("发「帮助」看全部命令", 'Send "help" for all commands'))
    return card(Text("你想做什么？", "What would you like to do?"), plain(lead), row, more, summary=lead)


def _said(words: str) -> Text:
    return same(cut(words, SHOWN)) if words else NOTHING


def _step(step: str, on: date | None) -> Text:
    if not step:
        return NOTHING
    return joined([day(on), _said(step)], " ") if on else _said(step)


def _date(held: str) -> date | None:
    try:
        return date.fromisoformat(held.split(" ", 1)[0])
    except ValueError:
        return None
