"""A team's target parted among its reps: proposed evenly or by what they sold, typed over, previewed, kept as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import OUTDATED
from bot.orders import is_director
from bot.privacy import privately
from bot.router import Part, Router
from bot.target_words import typed_value
from bot.text import Text
from bot.words import broken
from handlers.targets.asking import right_of, setter, today_of
from handlers.targets.forms import (
    ConfirmSplit,
    OpenSplit,
    ShowTargets,
    SplitTarget,
    numbers_from,
    place_from,
)
from handlers.targets.split_cards import MOST, How, Shares, preview_card, split_card
from handlers.targets.tree_cards import tree_card
from sales.grains import before
from sales.scopes import Level, Scope, rep
from sales.target_breaches import NotTheirTarget, TargetMoved
from sales.target_sentences import read_value
from sales.targets import Place, Right, spread
from storage.target_figures import board_for
from storage.target_trees import Node, Tree, tree_of
from storage.targets import Entry, Version, check_change, hold_targets, set_targets, standing

router = Router(Part.TEAM)


@router.press(OpenSplit, members=False)
def open_split(ctx: Context, pressed: OpenSplit) -> Reply:
    """The form as it was filled in before, or with what is proposed."""
    place = place_from(pressed)
    tree = _tree(ctx, place)
    given = {pair[0]: pair[1] for pair in numbers_from(pressed.given, 2)}
    typed = _typed(place.kpi, tree, given or _proposed(ctx, tree, pressed.how)) | {"reason": pressed.reason}
    return _private(ctx, lambda: split_card(ctx, tree, typed))


def opened(ctx: Context, place: Place) -> Reply:
    """The form for a team that a line names."""
    tree = _tree(ctx, place)
    typed = _typed(place.kpi, tree, _proposed(ctx, tree, How.STANDING))
    return _private(ctx, lambda: split_card(ctx, tree, typed))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed."""
    carried = (str(hidden.get(name) or "") for name in ("scope", "period", "kpi", "product"))
    return split_card(ctx, _tree(ctx, place_from(ShowTargets(*carried))), typed, problems)


@router.press(SplitTarget, redraw=ask_again, members=False)
def preview(ctx: Context, filled: SplitTarget) -> Reply:
    """Show who gets how much, and what is left, to be confirmed."""
    place = place_from(filled)
    tree = _tree(ctx, place)
    shares = _shares(tree, filled)
    stands = standing(ctx.db, [_of(place, scope) for scope in shares.values])
    for entry in _changes(place, shares, stands):
        check_change(entry, stands.get(entry.place), today_of(ctx))
    return _private(ctx, lambda: preview_card(ctx, tree, shares, _versions(stands)))


@router.press(ConfirmSplit, members=False)
def confirm(ctx: Context, pressed: ConfirmSplit) -> Reply:
    """Keep all shares or none; where anything was set meanwhile, show how it stands by now."""
    hold_targets(ctx.db)
    place = place_from(pressed)
    tree = _tree(ctx, place)
    told = {rep(id_): (value, seen) for id_, value, seen in numbers_from(pressed.given, 3)}
    shares = Shares({scope: value for scope, (value, _) in told.items()}, pressed.reason)
    stands = standing(ctx.db, [_of(place, scope) for scope in told])
    if _versions(stands) != {scope: seen for scope, (_, seen) in told.items() if seen}:
        return _moved(ctx, tree, shares, stands)
    entries = _changes(place, _check_reps(tree, shares), stands)
    set_targets(ctx.db, entries, setter(ctx).id, ctx.now, today_of(ctx), from_above=is_director(ctx))
    return replace(_private(ctx, lambda: tree_card(ctx, place, _KEPT)), toast=_KEPT)


def _moved(ctx: Context, tree: Tree, shares: Shares, stands: Mapping[Place, Version]) -> Reply:
    said = broken(TargetMoved())
    return replace(
        _private(ctx, lambda: preview_card(ctx, tree, shares, _versions(stands), said)), toast=said, tone="warning"
    )


def _tree(ctx: Context, place: Place) -> Tree:
    """The tree of a team whose reps' targets the asker may set; raises a breach for any other."""
    if place.scope.level is not Level.TEAM or right_of(ctx, place.scope) not in (Right.SET, Right.TAKEN):
        raise NotTheirTarget
    tree = tree_of(ctx.db, place)
    if not tree.children:
        raise Refusal(_NOBODY)
    return tree


def _of(place: Place, scope: Scope) -> Place:
    return replace(place, scope=scope)


def _versions(stands: Mapping[Place, Version]) -> dict[Scope, int]:
    return {place.scope: version.target.version for place, version in stands.items()}


def _proposed(ctx: Context, tree: Tree, how: int) -> dict[int, int]:
    """Values by rep's id: what stands, else the team's target evenly or by what each did in the period before."""
    reps = tree.children[:MOST]
    if how == How.STANDING and tree.is_parted:
        return {each.scope.id: each.value for each in reps if each.target}
    if tree.node.target is None:
        return {}
    weights = _last(ctx, tree, reps) if how == How.BY_SALES else [1] * len(reps)
    left = tree.node.value - sum(each.value for each in tree.children[MOST:])
    return dict(zip((each.scope.id for each in reps), spread(max(left, 0), weights), strict=True))


def _last(ctx: Context, tree: Tree, reps: Sequence[Node]) -> list[int]:
    place = replace(tree.place, stretch=before(tree.place.stretch))
    board = board_for(ctx.db, ctx.house.gazettes, replace(tree, place=place), ctx.now)
    return [board.figure(each.scope, place.kpi).value or 0 for each in reps]


def _typed(kpi: str, tree: Tree, values: Mapping[int, int]) -> dict[str, object]:
    """Values as the form's fields would send them."""
    ids = [each.scope.id for each in tree.children[:MOST]]
    return {f"part_{no}": typed_value(kpi, values[id_]) for no, id_ in enumerate(ids, 1) if id_ in values}


def _shares(tree: Tree, filled: SplitTarget) -> Shares:
    """What the form says for whom; raises a refusal with a problem for each value that is none."""
    ids = [id_ for (id_,) in numbers_from(filled.reps, 1)]
    names = {each.scope: each.name for each in tree.children}
    values: dict[Scope, int] = {}
    problems = []
    for no, id_ in enumerate(ids[:MOST], 1):
        said = getattr(filled, f"part_{no}")
        value = read_value(said, filled.kpi) if said else None
        if said and value is None:
            problems.append(Problem(f"part_{no}", Text("{n}", "{n}").fill(n=names.get(rep(id_), "—")), _VALUE))
        elif value:
            values[rep(id_)] = value[1]
    if problems:
        raise Refusal(Text("{who}：{why}", "{who}: {why}").fill(who=problems[0].label, why=_VALUE), tuple(problems))
    return _check_reps(tree, Shares(values, filled.reason))


def _check_reps(tree: Tree, shares: Shares) -> Shares:
    """The shares, if all of them are of reps who are still in the team."""
    if not shares.values or not shares.values.keys() <= {each.scope for each in tree.children}:
        raise Refusal(OUTDATED if shares.values else _NOTHING)
    return shares


def _changes(place: Place, shares: Shares, stands: Mapping[Place, Version]) -> list[Entry]:
    """What differs from what stands."""
    entries = [Entry(_of(place, scope), value, shares.reason) for scope, value in shares.values.items()]
    return [entry for entry in entries if entry.place not in stands or stands[entry.place].target.value != entry.value]


def _private(ctx: Context, card_for: Callable[[], Card]) -> Reply:
    return privately(ctx, card_for, Text("目标", "Target"), _ELSEWHERE, "target")


_KEPT = Text("已分解到人。", "Split among the reps.")
_ELSEWHERE = Text("目标我私信发给你了。", "I have sent you the target privately.")
_NOBODY = Text("团队里还没有销售。", "There are no reps in the team yet.")
_NOTHING = Text("请至少填一位。", "Please fill in at least one.")
_VALUE = Text("没看懂，金额写成 30万，家数次数写成 20", "please write 300k for money, 20 for a count")
