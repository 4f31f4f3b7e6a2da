"""`salesbot kpi` says of every figure what the card in the chat says of it."""

from datetime import date

import pytest

from bot.commands.kpi import printed
from bot.kpi_words import NAMES, said
from handlers.figures.definition_cards import definition_card
from handlers.figures.pressed import board_for, figure_in
from sales.kpi import CATALOGUE
from sales.scopes import COMPANY, Scope, rep, team
from sales.stretches import Stretch
from storage.gazettes import Gazettes
from tests.busy import NOW
from tests.openings import WHOLE, Desk, desk

__all__ = ["desk"]

PERIODS = {
    "month": WHOLE,
    "week": Stretch(date(2026, 3, 9), date(2026, 3, 16)),
    "before": Stretch(date(2026, 2, 1), date(2026, 3, 1)),
    "quarter": Stretch(date(2026, 1, 1), date(2026, 4, 1)),
}


def named(desk: Desk) -> dict[str, Scope]:
    who = desk.who
    return {
        "all": COMPANY,
        "team:华东一队": team(who.east.id),
        "team:华南一队": team(who.south.id),
        "rep:ou_li": rep(who.li.id),
        "rep:ou_zhou": rep(who.zhou.id),
    }


@pytest.mark.parametrize("of", ["all", "team:华东一队", "team:华南一队", "rep:ou_li", "rep:ou_zhou"])
@pytest.mark.parametrize("period", PERIODS)
def test_what_is_printed_is_what_is_opened(desk: Desk, of: str, period: str) -> None:
    stretch, rules = PERIODS[period], desk.house.kpi
    rows = desk.db.read(lambda db: printed(db, Gazettes(), of, stretch, NOW, rules))
    assert {row["code"] for row in rows} == set(CATALOGUE)
    for row in rows:
        what = desk.opened(str(row["code"]), named(desk)[of], str(row["variant"]), stretch)
        figure = desk.asking(lambda ctx, what=what: figure_in(ctx, what(ctx), board_for(ctx, what(ctx))))  # type: ignore[misc]
        shown = (figure.value, figure.of, figure.per, figure.why.value if figure.why else None)
        assert (row["value"], row["numerator"], row["denominator"], row["na"]) == shown, row
        assert row["said"] == said(figure, short=False).en
        assert row["as_of"] == NOW.isoformat()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_what_is_printed_stands_on_the_card(desk: Desk, code: str) -> None:
    rows = desk.db.read(lambda db: printed(db, Gazettes(), "all", WHOLE, NOW, desk.house.kpi))
    (row,) = [row for row in rows if row["code"] == code and not row["variant"]]
    told = desk.told(definition_card, desk.opened(code), "en")
    assert str(row["said"]) in told
    assert row["name"] == NAMES[code].en
