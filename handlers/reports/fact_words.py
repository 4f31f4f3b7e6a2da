"""Facts as people read them: a line for each, under the heading of its kind, and what changed since a report came."""

from collections.abc import Sequence
from datetime import date

from bot.card import Element, columns, cut, heading, md, note, panel, plain
from bot.text import Text, joined, same
from sales.reports import Changes, Fact, FactKind

LINES = 8
"""How many facts of a kind a card lists; the rest are counted."""

NAME, DETAIL = 24, 40
"""How many characters of a customer's name and of a detail a line shows."""

HEADINGS = {
    FactKind.VISIT: Text("拜访", "Visits"),
    FactKind.JOINT_VISIT: Text("陪访", "Joint visits"),
    FactKind.FOLLOW_UP_DONE: Text("完成的跟进", "Follow-ups done"),
    FactKind.FOLLOW_UP_MISSED: Text("到期未做的跟进", "Follow-ups missed"),
    FactKind.PLAN_DONE: Text("计划拜访，去了", "Planned visits, paid"),
    FactKind.PLAN_MISSED: Text("计划拜访，没去", "Planned visits, not paid"),
    FactKind.NEW_CUSTOMER: Text("新客户", "New customers"),
    FactKind.QUIET_CUSTOMER: Text("久未联系的客户（上次拜访）", "Customers gone quiet (last visit)"),
}
"""What stands over the facts of a kind."""

_SHORT = {
    FactKind.VISIT: Text("拜访 {n}", "visits {n}"),
    FactKind.JOINT_VISIT: Text("陪访 {n}", "joint {n}"),
    FactKind.FOLLOW_UP_DONE: Text("完成跟进 {n}", "follow-ups done {n}"),
    FactKind.FOLLOW_UP_MISSED: Text("未做跟进 {n}", "follow-ups missed {n}"),
    FactKind.PLAN_DONE: Text("计划去了 {n}", "plans kept {n}"),
    FactKind.PLAN_MISSED: Text("计划没去 {n}", "plans not kept {n}"),
    FactKind.NEW_CUSTOMER: Text("新客户 {n}", "new customers {n}"),
    FactKind.QUIET_CUSTOMER: Text("久未联系 {n}", "quiet {n}"),
}
_NOTHING = Text("系统里还没有这段时间的记录", "nothing on record for this time yet")
_CHANGED = Text("提交后变化", "Changed since it was submitted")
_EMPTIED = Text("内容已清空", "emptied")
_ORANGE = Text("<font color='orange'>**{words}**</font>", "<font color='orange'>**{words}**</font>")


def counts(facts: Sequence[Fact]) -> Text:
    """How many facts there are of each kind, in one line."""
    number = {kind: sum(fact.kind is kind for fact in facts) for kind in FactKind}
    found = [_SHORT[kind].fill(n=n) for kind, n in number.items() if n]
    return joined(found, " · ") if found else _NOTHING


def facts_panel(facts: Sequence[Fact], lines: int = LINES) -> Element:
    """The facts in a panel that is closed at first, its counts in the title; without any, one grey line."""
    title = Text("系统记录：{counts}", "On record: {counts}").fill(counts=counts(facts))
    if not facts or not lines:
        return note(title)
    groups = [[fact for fact in facts if fact.kind is kind] for kind in FactKind]
    return panel(title, *(_group(group, lines) for group in groups if group))


def _group(facts: Sequence[Fact], lines: int) -> Element:
    shown = [same(_line(fact)) for fact in facts[:lines]]
    if (more := len(facts) - lines) > 0:
        shown.append(Text("还有 {more} 条", "{more} more").fill(more=more))
    return columns([heading(HEADINGS[facts[0].kind]), plain(joined(shown, "\n"), size="notation")])


def _line(fact: Fact) -> str:
    """One fact the same in both languages: its id, its day, whom it is about, and the words of its record."""
    parts = [fact.id, _day(fact.on), cut(fact.customer, NAME), cut(" ".join(fact.detail.split()), DETAIL)]
    return " · ".join(filter(None, parts))


def _day(on: date | None) -> str:
    return f"{on.month}/{on.day}" if on else ""


def changes_part(changes: Changes, lines: int = LINES) -> list[Element]:
    """What the records say otherwise since a report came: − gone, + new, ~ changed. Nothing when all is the same."""
    if not changes or not lines:
        return []
    marked = _marked(changes)
    shown = marked[:lines]
    if (more := len(marked) - lines) > 0:
        shown.append(Text("还有 {more} 处", "{more} more").fill(more=more))
    return [columns([md(_ORANGE, words=_CHANGED), plain(joined(shown, "\n"), size="notation")])]


def _marked(changes: Changes) -> list[Text]:
    """The lines are not under a heading, so each says what kind of thing it is."""
    line = Text("{mark} {fact}（{kind}）", "{mark} {fact} ({kind})")
    gone = [line.fill(mark="−", fact=_line(fact), kind=HEADINGS[fact.kind]) for fact in changes.gone]
    added = [line.fill(mark="+", fact=_line(fact), kind=HEADINGS[fact.kind]) for fact in changes.added]
    news = Text("~ {fact} → {news}", "~ {fact} → {news}")
    return gone + added + [news.fill(fact=_line(then), news=_news(then, now)) for then, now in changes.changed]


def _news(then: Fact, now: Fact) -> Text:
    """What is different about a fact: its kind, its day, its words."""
    kind = [HEADINGS[now.kind]] if now.kind is not then.kind else []
    on = [same(_day(now.on))] if now.on != then.on and now.on else []
    detail = [same(cut(now.detail, DETAIL))] if now.detail != then.detail and now.detail else []
    return joined([*kind, *on, *detail] or [_EMPTIED], " · ")
