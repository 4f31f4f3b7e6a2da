"""The form that parts a team's target among its reps, and the preview with what is left of it, to the cent."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from bot.card import Card, Element, big_number, block, card, columns, headline, md, note, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit, text_input
from bot.errors import Problem
from bot.target_words import about, amount, left_words, period_words
from bot.text import Text, joined, same
from bot.views import control, problem_note
from handlers.targets.forms import ConfirmSplit, OpenSplit, SplitTarget, text_of
from sales.records import dataclass
from sales.scopes import Scope
from sales.targets import remainder
from storage.target_trees import Tree

MOST = 20
"""How many reps the form has fields for; a larger team is parted in a sheet."""


class How(IntEnum):
    """What is proposed: what stands (evenly where nothing does), evenly, or by what each did in the period before."""

    STANDING = 0
    EVENLY = 1
    BY_SALES = 2


@dataclass(frozen=True, slots=True)
class Shares:
    """Values by rep, in minor units or as a count, and why where they take another's place."""

    values: Mapping[Scope, int]
    reason: str = ""


def split_card(ctx: Context, tree: Tree, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """One field for each rep, two beside each other; what is proposed can be typed over."""
    place, reps = tree.place, tree.children[:MOST]
    carried = (text_of(place.scope), place.period, place.kpi, place.product)
    ids = " ".join(str(each.scope.id) for each in reps)
    title = Text("分解目标：{name}", "Split the target: {name}").fill(name=tree.node.name)
    fields = [
        text_input(f"part_{no}", same(each.name), value=str(typed.get(f"part_{no}") or ""), limit=40)
        for no, each in enumerate(reps, 1)
    ]
    send = SplitTarget(*carried, ids).stamp(to=ctx.open_id, key=ctx.card_key())
    return card(
        title,
        problem_note(problems),
        headline(note(about(place)), big_number(_whole(tree))),
        buttons(*(_again(ctx, tree, how, words) for how, words in _HOWS), align="left"),
        form(
            "split",
            *(columns(*pair) if len(pair) > 1 else pair[0] for pair in _pairs(fields)),
            control(SplitTarget, "reason", typed),
            buttons(submit(Text("预览", "Preview"), "share", send)),
        ),
        note(_MORE.fill(n=len(tree.children) - MOST)) if len(tree.children) > MOST else None,
        note(_EMPTY),
        summary=joined([title, period_words(place.stretch)], " · "),
        icon="group_outlined",
    )


def _pairs(fields: Sequence[Element]) -> list[Sequence[Element]]:
    return [fields[at : at + 2] for at in range(0, len(fields), 2)]


def _again(ctx: Context, tree: Tree, how: How, words: Text) -> Element:
    place = tree.place
    again = OpenSplit(text_of(place.scope), place.period, place.kpi, place.product, int(how))
    return button(words, again.stamp(to=ctx.open_id))


def _whole(tree: Tree) -> Text:
    return amount(tree.place.kpi, tree.node.value) if tree.node.target else Text("团队未设目标", "no team target")


def preview_card(ctx: Context, tree: Tree, shares: Shares, seen: Mapping[Scope, int], done: Text | None = None) -> Card:
    """Who gets how much, in place of what, and what of the team's target is left; nothing has been kept."""
    place = tree.place
    title = Text("分解目标：{name}", "Split the target: {name}").fill(name=tree.node.name)
    return card(
        title,
        plain(done, colour="orange") if done else None,
        headline(note(about(place)), big_number(_whole(tree)), _left(tree, shares)),
        block(*(_line(tree, scope, value) for scope, value in shares.values.items())),
        _presses(ctx, tree, shares, seen),
        subtitle=Text("待确认", "To confirm"),
        summary=joined([title, period_words(place.stretch)], " · "),
        colour="orange",
        icon="group_outlined",
    )


def _left(tree: Tree, shares: Shares) -> Element:
    """The sum of all reps' targets as they would be, and what is left then."""
    kpi = tree.place.kpi
    others = [each.value for each in tree.children if each.scope not in shares.values]
    whole = sum(shares.values.values()) + sum(others)
    total = Text("合计 {n}", "{n} in all").fill(n=amount(kpi, whole))
    if tree.node.target is None:
        return plain(total)
    words, colour = left_words(kpi, remainder(tree.node.value, [whole]))
    return plain(joined([total, words], " · "), colour=colour)


def _line(tree: Tree, scope: Scope, value: int) -> Element:
    node = next((each for each in tree.children if each.scope == scope), None)
    kpi, name = tree.place.kpi, node.name if node else "—"
    was = node.target.value if node and node.target else None
    if was is None or was == value:
        return md(same("**{name}** {value}"), name=name, value=amount(kpi, value))
    words = Text("原 {was}", "was {was}").fill(was=amount(kpi, was))
    return md(
        same("**{name}** {value} <font color='grey'>{was}</font>"), name=name, value=amount(kpi, value), was=words
    )


def _presses(ctx: Context, tree: Tree, shares: Shares, seen: Mapping[Scope, int]) -> Element:
    place = tree.place
    carried = (text_of(place.scope), place.period, place.kpi, place.product)
    pairs = " ".join(f"{scope.id}:{value}" for scope, value in shares.values.items())
    told = " ".join(f"{scope.id}:{value}:{seen.get(scope, 0)}" for scope, value in shares.values.items())
    return buttons(
        button(Text("修改", "Change"), OpenSplit(*carried, 0, pairs, shares.reason).stamp(to=ctx.open_id)),
        button(
            Text("确认", "Confirm"),
            ConfirmSplit(*carried, told, shares.reason).stamp(to=ctx.open_id, key=ctx.card_key()),
            style="primary_filled",
        ),
    )


_HOWS = ((How.EVENLY, Text("平均", "Evenly")), (How.BY_SALES, Text("按上期业绩", "By the period before")))
_EMPTY = Text("不填的人保持不变。", "Whoever is left empty stays as they are.")
_MORE = Text("还有 {n} 位没列出，请用 Excel 导入。", "{n} more are not listed; please import a sheet for them.")
