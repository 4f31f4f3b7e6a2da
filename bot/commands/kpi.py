"""`salesbot kpi`: every figure of somebody, a team, an area or the company over a period, for other programs."""

import json
from collections.abc import Iterator
from datetime import datetime

import click

from bot.app import SystemClock
from bot.commands.settings import config_option, gazettes_of, in_words
from bot.config import Settings
from bot.figure_asks import is_askable
from bot.kpi_words import NAMES, said
from sales import scopes
from sales.grains import name_of, read_name
from sales.kpi import CATALOGUE, Figure, KpiRules
from sales.measures import Measure, variants
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.people import every_team, find_person
from storage.scoreboards import Board, board_of, teams_of
from storage.uow import reading

COLUMNS = ("code", "variant", "name", "said", "value", "numerator", "denominator", "na", "unit")
"""What the table shows; the JSON has everything."""

BY_VARIANT = {"K02": Measure.QUANTITY, "K25": Measure.OWED, "K26": Measure.OWED}
"""The figures that are printed for each unit or type of report, too, and what is counted of those."""


@click.command()
@click.option("--scope", "of", required=True, help="team:NAME, rep:OPEN_ID, area:NAME or all.")
@click.option("--period", "named", required=True, help="2026-11, 2026-W47, 2026-Q4, 2026-H2, 2026 or FIRST..LAST.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of a table.")
@config_option
def kpi(settings: Settings, of: str, named: str, *, as_json: bool) -> None:
    """Print every KPI with its value, numerator, denominator, and the reason where there is none.

    Values are whole numbers of the unit: minor units of money, basis points, thousandths of an index, ten-thousandths
    of a piece.
    """
    stretch = read_name(named.upper())
    if stretch is None or not is_askable(stretch):
        msg = f"{named!r} names no period"
        raise click.UsageError(msg)
    now = SystemClock().now()
    rules = KpiRules(settings.kpi.small_n, settings.kpi.restate_closed)
    with in_words(), reading(settings.storage.url) as read:
        found = read(lambda db: printed(db, gazettes_of(settings), of, stretch, now, rules))
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _table(found))


def printed(
    db: Connection, gazettes: Gazettes, of: str, stretch: Stretch, now: datetime, rules: KpiRules
) -> list[dict[str, object]]:
    """The figures as JSON values; raises a usage error for a scope that there is not."""
    scope = scope_named(db, of)
    board = board_of(db, gazettes, teams_of(db, scope), stretch, now, CATALOGUE, scopes=[scope])
    whose = {"scope": of, "period": name_of(stretch), "as_of": now.isoformat()}
    return [_row(figure, variant) | whose for figure, variant in _figures(board, scope, rules.small)]


def scope_named(db: Connection, of: str) -> Scope:
    """The scope that the command line names."""
    level, _, key = of.partition(":")
    found: Scope | None = None
    if of == "all":
        found = COMPANY
    elif level == "rep":
        person, _ = find_person(db, key)
        found = scopes.rep(person.id) if person else None
    elif level in ("team", "area"):
        found = _of_teams(db, level, key)
    if found is None:
        msg = f"there is no {of!r}: say team:NAME, rep:OPEN_ID, area:NAME or all"
        raise click.UsageError(msg)
    return found


def _of_teams(db: Connection, level: str, name: str) -> Scope | None:
    teams = [team for team in every_team(db) if team.founded_at and name]
    if level == "area":
        return scopes.area(name) if any(team.area == name for team in teams) else None
    return next((scopes.team(team.id) for team in teams if team.name == name), None)


def _figures(board: Board, scope: Scope, small: int) -> Iterator[tuple[Figure, str]]:
    """Every KPI, and after it what it is for each type of report or unit."""
    sums = board.sums(scope)
    for code in CATALOGUE:
        kept = BY_VARIANT.get(code)
        for variant in ("", *(variants(sums, kept) if kept else ())):
            yield board.figure(scope, code, variant, small=small), variant


def _row(figure: Figure, variant: str) -> dict[str, object]:
    return {
        "code": figure.kpi.code,
        "variant": variant,
        "name": NAMES[figure.kpi.code].en,
        "value": figure.value,
        "said": said(figure, short=False).en,
        "numerator": figure.of,
        "denominator": figure.per,
        "na": figure.why.value if figure.why else None,
        "unit": figure.kpi.unit.value,
    }


def _table(rows: list[dict[str, object]]) -> str:
    """Columns parted by tabs; a line of headings first, and the instant last."""
    lines = ["\t".join("" if row[name] is None else str(row[name]) for name in COLUMNS) for row in rows]
    return "\n".join(["\t".join(COLUMNS), *lines, f"as of {rows[0]['as_of']}"])
