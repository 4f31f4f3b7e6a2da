"""`salesbot calendar`, and what doctor says of public holidays."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.calendar import calendar
from bot.commands.doctor import notice_finding
from sales.calendar import Gazette
from storage import calendars
from storage.gazettes import CHINA, Gazettes
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, person

KNOWN = Gazette(CHINA, announced=frozenset({2025, 2026}))


def settings(folder: Path, *more: str, url: str = "sqlite:///nowhere.db") -> Path:
    file = folder / "config.toml"
    secrets = "".join(f'{name} = "x"\n' for name in ("app_secret", "encrypt_key", "verification_token"))
    text = f'[feishu]\napp_id = "cli_1"\n{secrets}[storage]\nurl = "{url}"\n' + "\n".join(more)
    file.write_text(text, encoding="utf-8")
    return file


def printed(file: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(calendar, [*words, "--config", str(file)])
    assert done.exit_code == code, done.output
    return done.output


def almanac(file: Path, *words: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(printed(file, *words, "--json"))
    return read


def test_every_day_week_and_month_of_2026_without_a_database(tmp_path: Path) -> None:
    said = almanac(settings(tmp_path), "2026")
    assert (said["year"], said["team"], said["region"], said["timezone"]) == (2026, None, "CN", "Asia/Shanghai")
    assert len(said["days"]) == 365
    assert sum(day["works"] for day in said["days"]) == 248
    days = {day["date"]: day for day in said["days"]}
    assert days["2026-02-14"] == {
        "date": "2026-02-14",
        "works": True,
        "why": "makeup",
        "name": "Spring Festival",
        "source": "notice",
        "provisional": False,
    }
    weeks = {week["name"]: week for week in said["weeks"]}
    assert list(weeks) == [f"2026-W{n:02}" for n in range(1, 54)]
    assert weeks["2026-W07"]["weekly_due"] == "2026-02-13T18:00:00+08:00"
    assert weeks["2026-W08"] == {
        "name": "2026-W08",
        "weekly_due": None,
        "covers_from": None,
        "provisional": False,
    }
    assert [week["name"] for week in said["weeks"] if week["provisional"]] == ["2026-W53"]
    assert [month["name"] for month in said["months"] if month["provisional"]] == ["2026-12"]
    assert weeks["2026-W09"]["covers_from"] == "2026-02-16"
    months = {month["name"]: month["monthly_due"] for month in said["months"]}
    assert list(months) == [f"2026-{n:02}" for n in range(1, 13)]
    assert (months["2026-01"], months["2026-04"]) == ("2026-02-03T12:00:00+08:00", "2026-05-07T12:00:00+08:00")


@pytest.mark.parametrize("year, weeks, last", [("2025", 52, "2025-W52"), ("2020", 53, "2020-W53")])
def test_a_year_has_its_iso_weeks(tmp_path: Path, year: str, weeks: int, last: str) -> None:
    said = almanac(settings(tmp_path), year)["weeks"]
    assert (len(said), said[-1]["name"]) == (weeks, last)


def test_a_year_that_is_not_announced_is_provisional_day_by_day(tmp_path: Path) -> None:
    said = almanac(settings(tmp_path), "2027")
    assert all(day["provisional"] for day in said["days"])
    assert [day["date"] for day in said["days"] if day["why"] == "holiday"][:1] == ["2027-01-01"]


def test_the_option_for_make_up_days_moves_the_due_day(tmp_path: Path) -> None:
    file = settings(tmp_path, "[reports]", "makeup_in_week = true")
    weeks = {week["name"]: week["weekly_due"] for week in almanac(file, "2026")["weeks"]}
    assert (weeks["2026-W07"], weeks["2026-W38"]) == ("2026-02-14T18:00:00+08:00", "2026-09-20T18:00:00+08:00")


def test_the_operators_files_and_regions_are_printed_too(tmp_path: Path) -> None:
    (tmp_path / "holidays.d").mkdir()
    (tmp_path / "holidays.d" / "HK-2026.toml").write_text("off = [2026-12-25]", encoding="utf-8")
    file = settings(tmp_path, "[calendar]", f'folder = "{tmp_path / "holidays.d"}"')
    days = {day["date"]: day for day in almanac(file, "2026", "--region", "HK")["days"]}
    assert (days["2026-12-25"]["works"], days["2026-12-25"]["source"]) == (False, "file")
    assert days["2026-10-01"]["works"]


def test_a_teams_rulings_and_clock_are_in_its_calendar(tmp_path: Path, sqlite_url: str) -> None:
    with UnitOfWork(sqlite_url) as memory:
        team = memory.write(found)
        boss = memory.read(lambda db: person(db, "ou_boss").id)
        memory.write(lambda db: calendars.rule(db, team.id, date(2026, 12, 25), "圣诞", boss, NOW, works=False))
    file = settings(tmp_path, "[team]", 'timezone = "Europe/Berlin"', url=sqlite_url)
    said = almanac(file, "2026", "--team", "华东一队")
    assert (said["team"], said["timezone"]) == ("华东一队", "Asia/Shanghai")
    weeks = {week["name"]: week["weekly_due"] for week in said["weeks"]}
    assert weeks["2026-W52"] == "2026-12-24T18:00:00+08:00"
    assert "there is no team 华西; teams: 华东一队" in printed(file, "2026", "--team", "华西", code=1)


def test_people_get_a_table(tmp_path: Path) -> None:
    said = printed(settings(tmp_path), "2026")
    for line in (
        "2026: 248 working days (region CN, Asia/Shanghai)",
        "2026-02-15 to 2026-02-23  off   holiday    notice   Spring Festival",
        "2026-02-28 to 2026-02-28  work  makeup     notice   Spring Festival",
        "2026-02  16 working days  due 2026-03-03T12:00:00+08:00",
        "2026-W08  due never: a week off",
        "2026-W09  due 2026-02-27T18:00:00+08:00  since 2026-02-16",
    ):
        assert line in said.splitlines()


def test_a_mistake_in_a_holiday_file_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("of = [2027-01-01]", encoding="utf-8")
    file = settings(tmp_path, "[calendar]", f'folder = "{tmp_path}"')
    (tmp_path / "config.toml").rename(tmp_path / "settings.conf")
    said = printed(tmp_path / "settings.conf", "2026", code=1)
    assert "2027.toml: of is not a known key; there are off, work and names" in said
    assert "Traceback" not in said
    nowhere = settings(tmp_path, "[calendar]", 'folder = "no/such/folder"')
    assert nowhere == file
    assert "there is no such folder" in printed(nowhere, "2026", code=1)


@pytest.mark.parametrize(
    "today, used, ok, words",
    [
        ("2026-10-31", True, True, "announced for 2026"),
        (
            "2026-11-01",
            True,
            None,
            "the notice for 2027 is missing; update the chinesecalendar package, or put 2027.toml",
        ),
        ("2026-12-14", True, None, "the notice for 2027 is missing"),
        ("2026-12-15", True, False, "the notice for 2027 is missing"),
        ("2026-12-15", False, None, "the notice for 2027 is missing"),
        ("2027-01-01", True, False, "the notice for 2027 is missing, its days are guessed"),
        ("2027-01-01", False, None, "its days are guessed"),
        ("2025-12-20", True, True, "announced for 2025 and 2026"),
    ],
)
def test_doctor_asks_for_next_years_notice_in_time(today: str, used: bool, ok: bool | None, words: str) -> None:
    finding = notice_finding(KNOWN, date.fromisoformat(today), used=used)
    assert finding.ok is ok
    assert words in finding.words
    assert finding.words.startswith("holidays CN: ")


def test_the_program_itself_knows_this_year() -> None:
    assert notice_finding(Gazettes()(CHINA), date(2026, 6, 1), used=True).ok is True
