"""`salesbot kpi`: every figure for an operator and for other programs."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from sqlalchemy import update

from bot.commands.kpi import COLUMNS, printed, scope_named
from playground import FakeFeishu, HandClock
from sales.kpi import CATALOGUE, KpiRules
from sales.scopes import COMPANY, area, rep, team
from sales.stretches import Stretch
from storage.gazettes import Gazettes
from storage.people import teams
from storage.scoreboards import figures_of
from storage.uow import UnitOfWork
from tests.bot.commands.test_commands import config, salesbot
from tests.busy import MARCH, NOW, Busy, busy
from tests.installation import MONDAY
from tests.seeds import memory

__all__ = ["memory"]

WHOLE = Stretch(*MARCH)


@pytest.fixture
def who(memory: UnitOfWork) -> Busy:
    return memory.write(busy)


def figures(memory: UnitOfWork, of: str) -> dict[tuple[Any, Any], dict[str, Any]]:
    rows = memory.read(lambda db: printed(db, Gazettes(), of, WHOLE, NOW, KpiRules(small=2)))
    return {(row["code"], row["variant"]): row for row in rows}


def test_every_figure_is_printed_with_its_two_sides_and_its_reason(memory: UnitOfWork, who: Busy) -> None:
    found = figures(memory, "team:华东一队")
    assert {code for code, _ in found} == set(CATALOGUE)
    known = memory.read(lambda db: figures_of(db, Gazettes(), team(who.east.id), WHOLE, NOW, ["K01", "K07a"]))
    assert found["K01", ""] == {
        "code": "K01", "variant": "", "name": "Sales", "value": known["K01"].of, "said": found["K01", ""]["said"],
        "numerator": known["K01"].of, "denominator": None, "na": None, "unit": "money", "scope": "team:华东一队",
        "period": "2026-03", "as_of": "2026-03-24T02:00:00+00:00",
    }  # fmt: skip
    assert (found["K07a", ""]["numerator"], found["K07a", ""]["denominator"]) == (known["K07a"].of, known["K07a"].per)
    assert (found["K03", ""]["value"], found["K03", ""]["na"]) == (None, "no_target")


def test_reports_are_printed_by_type_and_pieces_by_unit(memory: UnitOfWork, who: Busy) -> None:
    found = figures(memory, "all")
    assert found["K25", "weekly"]["denominator"] == 4
    assert found["K25", "visit"]["na"] == "few"
    assert (found["K25", ""]["numerator"], found["K25", ""]["denominator"]) == (3, 5)
    assert found["K02", ""]["na"] == "mixed_units"
    assert {unit for code, unit in found if code == "K02"} == {"", "台", "个", "套"}
    assert who.li.id


def test_a_scope_is_named_by_what_it_is(memory: UnitOfWork, who: Busy) -> None:
    memory.write(lambda db: db.execute(update(teams).where(teams.c.id == who.south.id).values(area="华南")))
    named = {
        "all": COMPANY,
        "team:华南一队": team(who.south.id),
        "area:华南": area("华南"),
        "rep:ou_li": rep(who.li.id),
    }
    for words, scope in named.items():
        assert memory.read(lambda db, words=words: scope_named(db, words)) == scope  # type: ignore[misc]
    for words in ("", "team:", "team:没有", "area:没有", "rep:ou_nobody", "everybody", "area:"):
        with pytest.raises(click.UsageError, match="there is no"):
            memory.read(lambda db, words=words: scope_named(db, words))  # type: ignore[misc]


def test_an_operator_types_it(sqlite_url: str, tmp_path: Path) -> None:
    with UnitOfWork(sqlite_url) as memory:
        memory.write(busy)
    feishu = FakeFeishu(HandClock(MONDAY)).start()
    try:
        file = config(tmp_path, feishu, sqlite_url)
        told = json.loads(salesbot("kpi", "--scope", "all", "--period", "2026-03", "--json", file=file))
        assert {row["code"] for row in told} == set(CATALOGUE)
        table = salesbot("kpi", "--scope", "rep:ou_li", "--period", "2026-w11", file=file).split("\n")
        assert table[0].split("\t") == list(COLUMNS)
        assert table[1].startswith("K01\t\tSales\t")
        assert table[-2].startswith("as of 20")
        assert "names no period" in salesbot("kpi", "--scope", "all", "--period", "soon", file=file, code=2)
        assert "there is no" in salesbot("kpi", "--scope", "team:x", "--period", "2026", file=file, code=2)
    finally:
        feishu.stop()
