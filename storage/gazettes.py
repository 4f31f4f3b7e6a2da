"""What was announced of public holidays: the `chinesecalendar` package, and the operator's own files above it.

An operator's file is `<year>.toml` for mainland China and `<REGION>-<year>.toml` for any other region, with
`off = [2027-01-01, …]` and `work = [2027-02-06, …]`. A file for a year makes that year announced, and may name days of
the years beside it, because a notice may move a working day across the turn of the year.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sales.calendar import Gazette, Ruling, Source

CHINA = "CN"
"""Mainland China, whose notices come with the program."""

FIXED = {
    CHINA: {
        (1, 1): "New Year's Day",
        (5, 1): "Labour Day",
        (5, 2): "Labour Day",
        (10, 1): "National Day",
        (10, 2): "National Day",
        (10, 3): "National Day",
    }
}
"""Holidays that the law sets by date (State Council order 795 for China): all that is known before a year's notice."""

LONGEST_REGION = 8
"""How many letters a region's name has at most, as the teams' table keeps it."""

ANYWHERE = {(1, 1): "New Year's Day"}
"""What stands for a region of which nothing is known but its files."""


class GazetteError(ValueError):
    """An operator's holiday file cannot be used; the message names the file and what is wrong with it."""


class Gazettes:
    """Every region's gazette, made when it is first asked for. Safe to share."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the operator's files now, so that a mistake in one is found at the start. Raises `GazetteError`."""
        self._files: dict[str, list[tuple[int, dict[date, Ruling]]]] = {}
        if folder and not folder.is_dir():
            msg = f"{folder}: there is no such folder"
            raise GazetteError(msg)
        for file in sorted(folder.glob("*.toml")) if folder else ():
            region, year = _named(file)
            self._files.setdefault(region, []).append((year, _read(file)))
        self._made: dict[str, Gazette] = {}

    def __call__(self, region: str) -> Gazette:
        """The gazette of a region such as `CN`; one of which nothing is known has weekends and New Year's Day."""
        if region not in self._made:
            self._made[region] = self._make(region)
        return self._made[region]

    def regions(self) -> list[str]:
        """The regions whose notices are known, China first."""
        return [CHINA, *sorted(self._files.keys() - {CHINA})]

    def _make(self, region: str) -> Gazette:
        packaged = _china() if region == CHINA else Gazette(region)
        days, announced = dict(packaged.days), set(packaged.announced)
        for year, rulings in self._files.get(region, []):
            days |= rulings
            announced.add(year)
        return Gazette(region, days, frozenset(announced), FIXED.get(region, ANYWHERE))


@cache
def _china() -> Gazette:
    """The package's tables, not its functions: those raise for a year they lack, and know nothing of provisional."""
    from chinese_calendar import constants  # noqa: PLC0415 - tables of twenty years, for whoever asks a calendar

    off = {day: Ruling(works=False, name=name, source=Source.NOTICE) for day, name in constants.holidays.items()}
    work = {day: Ruling(works=True, name=name, source=Source.NOTICE) for day, name in constants.workdays.items()}
    # A December day named by the next year's notice does not make this year announced: New Year's Day does.
    announced = frozenset(day.year for day in off if (day.month, day.day) == (1, 1))
    return Gazette(CHINA, off | work, announced)


def _named(file: Path) -> tuple[str, int]:
    region, _, year = file.stem.rpartition("-")
    if not (
        year.isdecimal()
        and len(year) == 4
        and (not region or (region.isalpha() and region.isupper() and len(region) <= LONGEST_REGION))
    ):
        msg = f"{file.name}: is to be called 2027.toml, or HK-2027.toml for another region"
        raise GazetteError(msg)
    return region or CHINA, int(year)


def _read(file: Path) -> dict[date, Ruling]:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        msg = f"{file.name}: {error}"
        raise GazetteError(msg) from None
    if unknown := said.keys() - {"off", "work", "names"}:
        msg = f"{file.name}: {', '.join(sorted(unknown))} is not a known key; there are off, work and names"
        raise GazetteError(msg)
    names = said.get("names", {})
    off, work = (dict(_rulings(file, key, said.get(key, []), names)) for key in ("off", "work"))
    if both := off.keys() & work.keys():
        msg = f"{file.name}: {min(both)} is both off and work"
        raise GazetteError(msg)
    return off | work


def _rulings(file: Path, key: str, days: Any, names: Mapping[str, str]) -> Iterator[tuple[date, Ruling]]:
    if not isinstance(days, list) or not isinstance(names, Mapping):
        msg = f"{file.name}: {key} is to be a list of dates, and names a table of date to name"
        raise GazetteError(msg)
    for day in days:
        if type(day) is not date:
            msg = f"{file.name}: {key} holds {day!r}, which is not a date such as 2027-01-01"
            raise GazetteError(msg)
        yield day, Ruling(key == "work", str(names.get(day.isoformat(), "")), Source.FILE)
