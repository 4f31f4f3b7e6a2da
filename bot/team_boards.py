"""A team over any days: its pace, its tiles, every rep in one row, and what a manager should look at."""

from collections.abc import Iterator, Mapping, Sequence

from bot.boards import as_of, counted, named
from bot.card import Card, Column, Element, block, card, heading, md, metrics, note, table
from bot.context import Context
from bot.figure_asks import Asked
from bot.kpi_cards import DOT, figure_metric, pace_block, pace_colour, tenth
from bot.kpi_words import NAMES, said
from bot.money import brief
from bot.opened import opened_buttons
from bot.text import Text, joined, same
from bot.words import span
from sales import scopes
from sales.kpi import THOUSAND, Figure, Na, Pace
from sales.money import Money
from sales.scopes import Scope
from storage.people import Person
from storage.scoreboards import Board, reps_of

CODES = ("K01", "K03", "K04", "K10", "K21", "K07a", "K08", "K25")
"""What the card is made of, in the order in which it can be opened."""

MOST_EXCEPTIONS = 3
"""How much a manager can act on after one look."""

SLOW = THOUSAND * 8 // 10
"""A pace below this is told of."""

_TILES = ("K10", "K21", "K07a", "K25")


def team_board_card(ctx: Context, asked: Asked) -> Card:
    """The team of a sight that is of one team."""
    scope, sight = asked.sight.scope, asked.sight
    reps = reps_of(ctx.db, [scope.id])[scope.id]
    mine = {person: scopes.rep(person.id) for person in reps}
    board, small = counted(ctx, asked, CODES, [scope, *mine.values()]), ctx.house.kpi.small
    pace, title = board.pace(scope), Text("{team} · 团队业绩", "{team} · Team").fill(team=sight.name)
    exceptions = list(_exceptions(board, mine))[:MOST_EXCEPTIONS]
    return card(
        title,
        pace_block(pace, joined([NAMES["K01"], named(asked.stretch)], DOT)),
        metrics(*(figure_metric(board.figure(scope, code, small=small)) for code in _TILES)),
        *([heading(_LOOK), block(*exceptions)] if exceptions else []),
        table(_COLUMNS, _rows(board, mine, small), page_size=10) if mine else note(_NOBODY),
        opened_buttons(scope, CODES, asked.stretch),
        as_of(ctx, asked),
        subtitle=span(asked.stretch.first, asked.stretch.end),
        summary=joined([title, named(asked.stretch), brief(Money(pace.net))], DOT),
        colour=pace_colour(pace) or "blue",
        icon="group_outlined",
    )


def _rows(board: Board, mine: Mapping[Person, Scope], small: int) -> list[dict[str, object]]:
    """Everybody, the most sold first; what does not exist is a dash, with no reason in so little room."""
    lines = sorted(mine.items(), key=lambda each: (-board.pace(each[1]).net, each[0].name))
    return [
        {
            "name": person.name,
            "net": brief(Money(board.pace(scope).net)),
            "rate": _rate(board.pace(scope)),
            "work": joined([same(board.figure(scope, "K21").of), _short(board.figure(scope, "K25", small=small))], DOT),
        }
        for person, scope in lines
    ]


def _rate(pace: Pace) -> Text:
    return same("—") if pace.achieved is None else tenth(pace.achieved)


def _short(figure: Figure) -> Text:
    if figure.why is Na.FEW:
        return same(f"{figure.of}/{figure.per}")
    return same("—") if figure.value is None else said(figure)


def _exceptions(board: Board, mine: Mapping[Person, Scope]) -> Iterator[Element]:
    """The largest overdue sum, the slowest pace, and who has paid no visit while working days are over."""
    late = sorted(((board.figure(scope, "K08").of, person) for person, scope in mine.items()), key=_first)
    if late and late[-1][0] > 0:
        yield _line(_OVERDUE, late[-1][1].name, brief(Money(late[-1][0])))
    paces = ((board.pace(scope).index, person) for person, scope in mine.items())
    slow = sorted(((index, person) for index, person in paces if index is not None and index < SLOW), key=_first)
    if slow:
        yield _line(_SLOW, slow[0][1].name, said(board.figure(mine[slow[0][1]], "K04")))
    silent = [person.name for person, scope in mine.items() if not board.figure(scope, "K21").of]
    if silent and board.days_of(next(iter(mine.values())))[0]:
        yield _line(_SILENT, _few(silent), Text("0 次", "none"))


def _few(names: Sequence[str]) -> str:
    return " / ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")


def _first(pair: tuple[int, Person]) -> int:
    return pair[0]


def _line(words: Text, name: str, figure: Text) -> Element:
    return md(same("**{name}** {words} <font color='red'>{figure}</font>"), name=name, words=words, figure=figure)


_LOOK = Text("要关注", "Look at")
_OVERDUE = Text("名下逾期最多", "has most overdue")
_SLOW = Text("进度最慢", "is slowest against the target")
_SILENT = Text("没有有效拜访", "paid no effective visit")
_NOBODY = Text(
    "团队里还没有销售。群成员加入后会自动出现。",
    "No reps yet. Members who join the group appear by themselves.",
)
_COLUMNS = (
    Column("name", Text("销售", "Rep"), width="24%"),
    Column("net", Text("净额", "Net"), width="25%", align="right"),
    Column("rate", Text("完成率", "Target"), width="22%", align="right"),
    Column("work", Text("拜访·及时", "Visits · in time"), width="29%", align="right"),
)
