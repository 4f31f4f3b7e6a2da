"""What was announced: the packaged notices against another source, and the operator's own files above them."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from sales.calendar import Calendar, Source, Why
from storage.gazettes import CHINA, GazetteError, Gazettes

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, name: str, words: str) -> Gazettes:
    (folder / name).write_text(words, encoding="utf-8")
    return Gazettes(folder)


@pytest.mark.parametrize("year", range(2008, 2027))
def test_two_sources_agree_on_every_day(year: int) -> None:
    """`holidays` is kept by other people from the same notices; it is no source of ours, for it guesses silently."""
    ours, theirs = Calendar(Gazettes()(CHINA)), holidays.country_holidays(CHINA, years=[year])
    every = [date(year, 1, 1) + DAY * n for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    assert [day for day in every if ours.is_workday(day) != theirs.is_working_day(day)] == []


def test_the_notices_that_come_with_the_program_end_with_2026() -> None:
    gazette = Gazettes()(CHINA)
    assert set(range(2008, 2027)) <= gazette.announced
    assert 2027 not in gazette.announced


def test_an_operators_file_makes_a_year_announced(folder: Path) -> None:
    files = write(
        folder,
        "2027.toml",
        'off = [2027-01-01, 2027-02-08]\nwork = [2027-02-06, 2026-12-27]\n[names]\n2027-02-08 = "Spring Festival"\n',
    )
    calendar = Calendar(files(CHINA))
    eve = calendar.day(date(2027, 2, 8))
    assert (eve.works, eve.why, eve.name, eve.source) == (False, Why.HOLIDAY, "Spring Festival", Source.FILE)
    assert calendar.day(date(2027, 2, 6)).why is Why.MAKEUP
    assert calendar.is_workday(date(2026, 12, 27)), "a notice may move a day of the year before"
    assert not calendar.is_provisional(date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.version != Calendar(Gazettes()(CHINA)).version


def test_a_file_wins_over_the_packaged_notice_day_by_day(folder: Path) -> None:
    calendar = Calendar(write(folder, "2026.toml", "off = [2026-02-14]\nwork = [2026-02-16]")(CHINA))
    assert not calendar.is_workday(date(2026, 2, 14))
    assert calendar.is_workday(date(2026, 2, 16))
    assert not calendar.is_workday(date(2026, 2, 17)), "what the file does not name stays as it was announced"


def test_other_regions_have_files_of_their_own(folder: Path) -> None:
    files = write(folder, "HK-2026.toml", "off = [2026-02-17, 2026-12-25]")
    hong_kong, china = Calendar(files("HK")), Calendar(files(CHINA))
    assert not hong_kong.is_workday(date(2026, 12, 25))
    assert china.is_workday(date(2026, 12, 25))
    assert not hong_kong.is_workday(date(2026, 2, 14)), "no make-up Saturday in Hong Kong"
    assert hong_kong.day(date(2027, 1, 1)).provisional
    assert files.regions() == [CHINA, "HK"]


def test_of_a_region_without_files_weekends_are_known_and_new_years_day() -> None:
    nowhere = Calendar(Gazettes()("ZZ"))
    assert not nowhere.is_workday(date(2026, 1, 1))
    assert nowhere.is_workday(date(2026, 10, 1))
    assert nowhere.day(date(2026, 3, 2)).provisional
    assert Gazettes().regions() == [CHINA]


@pytest.mark.parametrize(
    "name, words, mistake",
    [
        ("2027.toml", "off = [", "2027.toml: "),
        ("2027.toml", "of = [2027-01-01]", "of is not a known key"),
        ("2027.toml", 'off = ["2027-01-01"]', "off holds '2027-01-01', which is not a date"),
        ("2027.toml", "off = [2027-01-01T00:00:00]", "which is not a date"),
        ("2027.toml", "off = 2027-01-01", "off is to be a list of dates"),
        ("2027.toml", "names = 1\noff = [2027-01-01]", "names a table"),
        ("2027.toml", "off = [2027-01-01]\nwork = [2027-01-01]", "2027-01-01 is both off and work"),
        ("HongKong27.toml", "", "is to be called 2027.toml, or HK-2027.toml"),
        ("hk-2027.toml", "", "is to be called 2027.toml, or HK-2027.toml"),
        ("TOOLONGNAME-2027.toml", "", "is to be called 2027.toml, or HK-2027.toml"),
    ],
)
def test_a_mistake_in_a_file_is_named_when_it_is_read(folder: Path, name: str, words: str, mistake: str) -> None:
    with pytest.raises(GazetteError, match=mistake) as found:
        write(folder, name, words)
    assert str(found.value).startswith(name)


def test_bytes_that_are_no_text_are_a_mistake_too(folder: Path) -> None:
    (folder / "2027.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(GazetteError, match=r"2027\.toml"):
        Gazettes(folder)


def test_a_folder_that_is_not_there_is_a_mistake(folder: Path) -> None:
    with pytest.raises(GazetteError, match="no such folder"):
        Gazettes(folder / "holidays.d")


def test_an_empty_folder_changes_nothing(folder: Path) -> None:
    assert Gazettes(folder)(CHINA).version == Gazettes()(CHINA).version
