"""The form for a target, and the preview: what it is to be, what it takes the place of, and the tree around it."""

from collections.abc import Mapping

from bot.card import Card, Element, big_number, block, card, facts, headline, note, plain
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem
from bot.target_words import LEVELS, about, amount, left_words, named, period_words
from bot.text import Text, joined, same
from bot.views import control, problem_note
from handlers.targets.asking import name_of_scope, right_of, settable, today_of
from handlers.targets.forms import ChangeTarget, ConfirmTarget, SetTarget, scope_from, text_of
from sales.scopes import Level, Scope
from sales.targets import Right
from storage.target_trees import Tree, tree_of
from storage.targets import Entry, Version

MOST_OFFERED = 80
"""How many scopes the form offers; whoever is not among them is named in a line."""


def form_card(ctx: Context, blank: SetTarget, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """What is understood stands in the fields; the rest is quoted above them."""
    chosen = str(typed.get("whose") or "")
    title = Text("设目标", "Set a target")
    unread = Text("没看懂：{words}", "Not understood: {words}").fill(words=blank.unread) if blank.unread else None
    return card(
        title,
        problem_note(problems),
        note(unread) if unread else None,
        form(
            "target",
            control(SetTarget, "whose", typed, _offered(ctx, chosen), required=True),
            *(control(SetTarget, name, typed) for name in ("period", "metric", "value", "product", "reason")),
            buttons(submit(Text("预览", "Preview"), "set", blank.stamp(to=ctx.open_id, key=ctx.card_key()))),
        ),
        note(_HOW),
        summary=title,
        icon="edit_outlined",
    )


def _offered(ctx: Context, chosen: str) -> list[Option]:
    """Whose targets may be set, the one chosen before all others, and be it somebody only a line can name."""
    known = {text_of(scope): (scope, name) for scope, name in settable(ctx)}
    if chosen and chosen not in known and right_of(ctx, scope_from(chosen)) is Right.SET:
        known = {chosen: (scope_from(chosen), name_of_scope(ctx, scope_from(chosen)))} | known
    order = sorted(known.items(), key=lambda each: each[0] != chosen)[:MOST_OFFERED]
    return [Option(key, _option(scope, name)) for key, (scope, name) in order]


def _option(scope: Scope, name: str) -> Text:
    if scope.level is Level.COMPANY:
        return LEVELS[scope.level]
    return Text("{name}（{level}）", "{name} ({level})").fill(name=name, level=LEVELS[scope.level])


def confirm_card(ctx: Context, entry: Entry, stands: Version | None, done: Text | None = None) -> Card:
    """What is to be set, in place of what, and what that makes of the tree around it; nothing has been kept."""
    place = entry.place
    tree = tree_of(ctx.db, place, ctx.managed_ids)
    title = Text("目标：{name}", "Target: {name}").fill(name=named(place.scope, tree.node.name))
    return card(
        title,
        plain(done, colour="orange") if done else None,
        headline(note(about(place)), big_number(amount(place.kpi, entry.value)), plain(_replaces(entry, stands))),
        _around(ctx, tree, entry.value),
        facts((_REASON, same(entry.reason))) if entry.reason else None,
        note(_CHANGED_LATER) if stands and place.stretch.first <= today_of(ctx) else None,
        _presses(ctx, entry, stands),
        subtitle=Text("待确认", "To confirm"),
        summary=joined([title, period_words(place.stretch), amount(place.kpi, entry.value, short=True)], " · "),
        colour="orange",
        icon="edit_outlined",
    )


def _replaces(entry: Entry, stands: Version | None) -> Text:
    if stands is None:
        return Text("新目标，之前没有", "New; there was none before")
    was = amount(entry.place.kpi, stands.target.value)
    return Text("替换第 {n} 版的 {was}", "In place of {was}, version {n}").fill(n=stands.target.version, was=was)


def _around(ctx: Context, tree: Tree, value: int) -> Element | None:
    """The parent with what it has left after this, for those who may see it, and what the parts come to."""
    kpi, parent = tree.place.kpi, tree.parent
    lines: list[Element] = []
    left = tree.left_above(value)
    if parent and left is not None and right_of(ctx, parent.scope) is not Right.NONE:
        others = amount(kpi, sum(each.value for each in tree.siblings))
        above = _ABOVE.fill(name=named(parent.scope, parent.name), value=amount(kpi, parent.value), others=others)
        lines += [plain(above), _remaining(kpi, left)]
    elif parent and parent.target is None and right_of(ctx, parent.scope) is not Right.NONE:
        lines.append(note(_NONE_ABOVE.fill(name=named(parent.scope, parent.name))))
    if tree.is_parted:
        whole = sum(each.value for each in tree.children)
        lines += [plain(_BELOW.fill(value=amount(kpi, whole))), _remaining(kpi, value - whole)]
    return block(*lines) if lines else None


def _remaining(kpi: str, left: int) -> Element:
    words, colour = left_words(kpi, left)
    return plain(words, colour=colour)


def _presses(ctx: Context, entry: Entry, stands: Version | None) -> Element:
    place = entry.place
    carried = (text_of(place.scope), place.period, place.kpi, place.product, str(entry.value), entry.reason)
    seen = stands.target.version if stands else 0
    return buttons(
        button(Text("修改", "Change"), ChangeTarget(*carried).stamp(to=ctx.open_id)),
        button(
            Text("确认", "Confirm"),
            ConfirmTarget(*carried, seen).stamp(to=ctx.open_id, key=ctx.card_key()),
            style="primary_filled",
        ),
    )


_REASON = Text("原因", "Reason")
_HOW = Text(
    "期间可以写：本月、12月、Q1、2026-Q3、明年。金额可以写 300万。下一步会先给你看，再保存。",
    "Periods: this month, Dec, Q1, 2026-Q3, next year. Amounts: 300k, 3 million. You see it before it is kept.",
)
_ABOVE = Text("上级 {name} {value}，同级已设 {others}", "{name} above has {value}, others beside it {others}")
_NONE_ABOVE = Text("上级 {name} 还没有这个目标", "{name} above has no such target yet")
_BELOW = Text("下级合计 {value}", "Parts below: {value}")
_CHANGED_LATER = Text(
    "期间已开始：完成率按期末的目标算，卡片上新旧都显示。",
    "The period has begun: the rate goes by the target at its end, and cards show both.",
)
