"""排行: who comes first by one figure. A manager reads all of it; a rep their own place and the first three names."""

from collections.abc import Mapping, Sequence

from bot.boards import as_of, counted, named
from bot.card import Card, Column, Element, big_number, card, headline, note, plain, table
from bot.charts import Bar, bars
from bot.context import Context
from bot.errors import Refusal
from bot.figure_asks import Asked, asked_of
from bot.kpi_words import NAMES, REASONS, said
from bot.opened import opened_buttons
from bot.orders import is_director
from bot.sights import Sight, broadest
from bot.text import Text, joined, same
from bot.words import span
from sales import figure_phrases as say
from sales import scopes
from sales.kpi import CATALOGUE, Figure, Unit
from sales.rankings import Place, left_out, ranking
from sales.scopes import Level
from storage.people import Person
from storage.scoreboards import reps_of

PRAISED = 3
"""How many places are told by name to everybody: praise is public, what is behind it is not."""

MOST_BARS, MOST = 12, 50
"""How many are drawn, and how many are in the table."""

Figures = Mapping[Person, Figure]


def rank_of(ctx: Context, words: str) -> Card:
    """The ranking that the words ask for: by which figure, of whom, over which days."""
    code, rest = _code(words)
    asked = asked_of(ctx, rest, _circle)
    if asked.sight.scope.level is Level.REP:
        raise Refusal(_GROUPS)
    return rank_card(ctx, asked, code)


def _circle(ctx: Context) -> Sight:
    """Among whom: the manager's team or all of the company, for a rep the team they are in."""
    if ctx.managed is None and not is_director(ctx):
        return Sight(scopes.team(ctx.team.id), same(ctx.team.name), (ctx.team,), costs=False)
    return broadest(ctx)


def _manages(ctx: Context, sight: Sight) -> bool:
    return is_director(ctx) or bool(ctx.managed_ids & {team.id for team in sight.teams})


def _code(words: str) -> tuple[str, str]:
    """The figure that the words name, the sales amount if none; and the rest of the words."""
    spellings = [(word, code) for code, names in say.RANKED.items() for word in names]
    for word, code in sorted(spellings, key=lambda each: -len(each[0])):
        first, rest = words[: len(word)].casefold(), words[len(word) :]
        if first == word and (not rest or rest[0].isspace()):
            return code, rest.strip()
    return "K01", words


def rank_card(ctx: Context, asked: Asked, code: str) -> Card:
    """Places with names and figures for who answers for them; for a rep their own place."""
    figures = _figures(ctx, asked, code)
    places, without = ranking(figures), left_out(figures)
    title = Text("排行：{kpi}", "Ranking: {kpi}").fill(kpi=NAMES[code])
    full = _manages(ctx, asked.sight)
    own = next((place for place in places if ctx.person and place.who.id == ctx.person.id), None)
    shown = _table(places, code) if full else _own(places, own)
    return card(
        title,
        *(shown or [plain(_NONE)]),
        note(_out(without)) if without and full else None,
        opened_buttons(asked.sight.scope, (code,), asked.stretch) if full else None,
        as_of(ctx, asked),
        subtitle=joined([asked.sight.name, span(asked.stretch.first, asked.stretch.end)], " · "),
        summary=joined([title, named(asked.stretch), asked.sight.name], " · "),
        icon="data-board_outlined",
    )


def _figures(ctx: Context, asked: Asked, code: str) -> Figures:
    """Everybody's who is in the teams now, each by what they did there."""
    teams = [team.id for team in asked.sight.teams]
    people = {person.id: person for reps in reps_of(ctx.db, teams).values() for person in reps}
    board = counted(ctx, asked, [code], [scopes.rep(each) for each in people])
    small = ctx.house.kpi.small
    return {person: board.figure(scopes.rep(person.id), code, small=small) for person in people.values()}


def _table(places: Sequence[Place[Person]], code: str) -> list[Element]:
    if not places:
        return []
    rows = [{"no": place.no, "name": place.who.name, "figure": said(place.figure)} for place in places[:MOST]]
    drawn = [Bar(place.who.name, _scaled(place.figure)) for place in places[:MOST_BARS] if place.figure.value]
    heads = (*_COLUMNS, Column("figure", NAMES[code], width="45%", align="right"))
    told = bars(_lead(places), drawn) if _drawable(drawn) else plain(_lead(places), size="heading")
    return [told, table(heads, rows, page_size=10)]


def _lead(places: Sequence[Place[Person]]) -> Text:
    """Who is first with what; where nobody has anything, that: nobody is praised for nothing."""
    if not _ahead(places):
        return _NOTHING_YET
    first = [same(place.who.name) for place in places if place.no == 1]
    names = joined(first[:PRAISED], Text("、", ", "))
    more = Text("等 {n} 人", " and others, {n} in all").fill(n=len(first))
    lead = Text("{name} 领先：{figure}", "Ahead with {figure}: {name}")
    return lead.fill(name=joined([names, more], "") if len(first) > PRAISED else names, figure=said(places[0].figure))


def _ahead(places: Sequence[Place[Person]]) -> list[Place[Person]]:
    """The first places of whoever has anything."""
    return [place for place in places if place.no <= PRAISED and (place.figure.value or 0) > 0]


def _drawable(drawn: Sequence[Bar]) -> bool:
    """Bars to the left of nothing would be drawn over the names."""
    return bool(drawn) and all(bar.value > 0 for bar in drawn)


def _scaled(figure: Figure) -> float:
    """As a chart shows it: yuan, per cent, or a count."""
    value = figure.value or 0
    return value / 100 if CATALOGUE[figure.kpi.code].unit in (Unit.MONEY, Unit.RATE) else value


def _own(places: Sequence[Place[Person]], own: Place[Person] | None) -> list[Element]:
    """The own place large, and who the first three are, without what they have."""
    if not places:
        return []
    praised = [_praise(place) for place in _ahead(places)[:PRAISED]]
    names = Text("领先：{names}", "Ahead: {names}")
    ahead = names.fill(names=joined(praised, Text("、", ", "))) if praised else _NOTHING_YET
    return [_stand(places, own), plain(ahead)]


def _stand(places: Sequence[Place[Person]], own: Place[Person] | None) -> Element:
    if own is None:
        return headline(plain(_NO_PLACE))
    place = Text("第 {no} 名", "No. {no}").fill(no=own.no)
    among = Text("共 {n} 人，你的数字：{figure}", "of {n}; your figure: {figure}")
    return headline(big_number(place), plain(among.fill(n=len(places), figure=said(own.figure))))


def _praise(place: Place[Person]) -> Text:
    return same(f"{place.no}. {place.who.name}")


def _out(without: Sequence[tuple[Person, Figure]]) -> Text:
    """Who has no figure, and why, so that nobody takes them for the last."""
    lines = [_one_out(person, figure) for person, figure in without[:MOST]]
    return Text("未参加排名：{who}", "Not ranked: {who}").fill(who=joined(lines, Text("、", ", ")))


def _one_out(person: Person, figure: Figure) -> Text:
    why = REASONS[figure.why] if figure.why else same("N/A")
    return Text("{name}（{why}）", "{name} ({why})").fill(name=person.name, why=why)


_COLUMNS = (
    Column("no", Text("名次", "Place"), "number", width="20%", align="left"),
    Column("name", Text("销售", "Rep"), width="35%"),
)
_NONE = Text("这段时间没有可以排名的数字。", "There is nothing to rank in that time.")
_NOTHING_YET = Text("还没有人领先。", "Nobody is ahead yet.")
_NO_PLACE = Text("你不在这个排名里。", "You are not in this ranking.")
_GROUPS = Text("排行只能看团队、大区或公司的。", "A ranking is of a team, an area or the company.")
