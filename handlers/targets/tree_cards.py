"""The tree of targets on a card: a target with what has come in, its parts, what is left of it, and the way on."""

from collections.abc import Sequence

from bot.card import Card, Element, big_number, block, card, headline, md, note, plain
from bot.context import Context
from bot.controls import button, buttons
from bot.kpi_cards import achieved, pace_block, pace_colour
from bot.kpi_words import said
from bot.target_words import about, amount, left_words, named, period_words
from bot.text import Text, joined, same
from handlers.targets.asking import own_scope, right_of, today_of
from handlers.targets.forms import ChangeTarget, OpenSplit, ShowTargets, text_of
from sales.grains import Grain, stretch_of
from sales.pacing import standings
from sales.scopes import Level, Scope
from sales.targets import Place, Right
from storage.scoreboards import Board
from storage.target_figures import board_for, pace_of
from storage.target_trees import Node, Tree, tree_of
from storage.targets import current_targets, standing

MOST = 20
"""How many parts are listed; the rest are counted, and stand in a sheet."""

MOST_WAYS = 6
"""How many parts have a button that opens them."""

_GRAINS = (
    (Grain.MONTH, Text("本月", "This month")),
    (Grain.QUARTER, Text("本季度", "This quarter")),
    (Grain.YEAR, Text("今年", "This year")),
)


def default_place(ctx: Context, scope: Scope) -> Place:
    """The shortest period around today for which a scope has a target, else this month."""
    today = today_of(ctx)
    found = current_targets(ctx.db, [scope], today).get(scope)
    return Place(scope, found.stretch if found else stretch_of(Grain.MONTH, today))


def tree_card(ctx: Context, place: Place, done: Text | None = None) -> Card:
    """A place with what is around it, as far as the asker may see; `done` says what has just happened."""
    tree = tree_of(ctx.db, place, ctx.managed_ids)
    board = board_for(ctx.db, ctx.house.gazettes, tree, ctx.now)
    may = right_of(ctx, place.scope, standing(ctx.db, [place]).get(place))
    parts = tree.children if may is not Right.SEE else ()
    title = Text("目标：{name}", "Target: {name}").fill(name=named(place.scope, tree.node.name))
    pace = pace_of(board, tree, place.scope)
    return card(
        title,
        plain(done) if done else None,
        _focus(tree, board),
        *_changed(tree),
        _parts(tree, parts, board) if parts else None,
        _left(tree) if parts else None,
        _ways(ctx, tree, may),
        _periods(ctx, place),
        subtitle=about(place),
        summary=joined([title, period_words(place.stretch), amount(place.kpi, tree.node.value, short=True)], " · "),
        colour=pace_colour(pace) or "blue",
        icon="chart_outlined",
    )


def _focus(tree: Tree, board: Board) -> Element:
    """The one big number: money with its pace, a count with its target."""
    place, pace = tree.place, pace_of(board, tree, tree.place.scope)
    if place.is_money:
        return pace_block(pace, _DONE)
    against = Text("目标 {n}", "target {n}").fill(n=amount(place.kpi, tree.node.value)) if tree.node.target else _NONE
    rate = [Text("完成 {n}", "{n} of it").fill(n=said(achieved(pace)))] if pace.achieved is not None else []
    return headline(
        note(_DONE), big_number(amount(place.kpi, pace.net), pace_colour(pace)), plain(joined([against, *rate], " · "))
    )


def _changed(tree: Tree) -> list[Element]:
    """Both values where the target was changed while its period ran, and why."""
    target = tree.node.target
    if target is None or target.was is None:
        return []
    was, now = amount(tree.place.kpi, target.was), amount(tree.place.kpi, target.value)
    words = Text("期间调整过：{was} → {now}（{why}）", "Changed in the period: {was} → {now} ({why})")
    return [note(words.fill(was=was, now=now, why=target.reason or "—"))]


def _parts(tree: Tree, parts: Sequence[Node], board: Board) -> Element:
    """The parts with a target, the best first, then those without one."""
    order = standings({each.scope: pace_of(board, tree, each.scope) for each in parts})
    nodes = {each.scope: each for each in parts}
    lines = [
        md(
            same("**{name}** {rate}\n<font color='grey'>{net} / {target}</font>"),
            name=nodes[each.scope].name,
            rate=said(achieved(each.pace)),
            net=amount(tree.place.kpi, each.pace.net, short=True),
            target=amount(tree.place.kpi, each.pace.target or 0, short=True),
        )
        for each in order.ranked[:MOST]
    ]
    more = len(order.ranked) - MOST
    rest = note(Text("还有 {n} 个", "{n} more").fill(n=more)) if more > 0 else None
    return block(*lines, rest, _without([nodes[scope].name for scope in order.without]))


def _without(names: Sequence[str]) -> Element | None:
    if not names:
        return None
    shown = joined([same(name) for name in names[:MOST]], Text("、", ", "))
    said_ = Text("未设目标：{names}", "No target: {names}").fill(names=shown)
    more = Text(" 等 {n} 个", " and others, {n} in all").fill(n=len(names)) if len(names) > MOST else None
    return note(joined([said_, more], "") if more else said_)


def _left(tree: Tree) -> Element | None:
    """What of the target is not handed on, where any of it is."""
    if tree.left is None or not tree.is_parted:
        return None
    words, colour = left_words(tree.place.kpi, tree.left)
    whole = amount(tree.place.kpi, sum(each.value for each in tree.children))
    return plain(
        Text("下级合计 {whole}，{left}", "Parts: {whole}, {left}").fill(whole=whole, left=words), colour=colour
    )


def _ways(ctx: Context, tree: Tree, may: Right) -> Element | None:
    """Set it, part it among the reps, and go up or down in the tree."""
    place = tree.place
    carried = (text_of(place.scope), place.period, place.kpi, place.product)
    is_boss = may in (Right.SET, Right.TAKEN)
    level = place.scope.level
    row = [
        button(Text("设目标", "Set target"), ChangeTarget(*carried).stamp(to=ctx.open_id))
        if may is Right.SET
        else None,
        button(Text("分解到人", "Split to reps"), OpenSplit(*carried).stamp(to=ctx.open_id))
        if is_boss and level is Level.TEAM and tree.children
        else None,
        _up(ctx, tree),
        *(_to(ctx, place, each) for each in tree.children[:MOST_WAYS] if is_boss and level is not Level.TEAM),
    ]
    return buttons(*row, align="left") if any(row) else None


def _up(ctx: Context, tree: Tree) -> Element | None:
    above = tree.parent
    return _to(ctx, tree.place, above) if above and right_of(ctx, above.scope) is not Right.NONE else None


def _to(ctx: Context, place: Place, node: Node) -> Element:
    words = named(node.scope, node.name)
    return button(words, ShowTargets(text_of(node.scope), place.period, place.kpi, place.product).stamp(to=ctx.open_id))


def _periods(ctx: Context, place: Place) -> Element:
    """The present month, quarter and year, without the one that is shown."""
    today = today_of(ctx)
    shown = (
        (words, Place(place.scope, stretch_of(grain, today), place.kpi, place.product)) for grain, words in _GRAINS
    )
    return buttons(
        *(
            button(words, ShowTargets(text_of(to.scope), to.period, to.kpi, to.product).stamp(to=ctx.open_id))
            for words, to in shown
            if to.stretch != place.stretch
        ),
        align="left",
    )


def own_place(ctx: Context) -> Place:
    """What somebody sees who asks for nothing in particular."""
    return default_place(ctx, own_scope(ctx))


_DONE = Text("至今完成", "So far")
_NONE = Text("未设目标", "no target set")
