"""What the doctor says: which permission or event is missing and on which page it is added, and how the bot lives."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.commands import conditions
from bot.commands.consoles import EVENTS, INSTEAD, SCOPES, SELF
from bot.feishu.events import ASKED_FOR
from playground import FakeFeishu, HandClock
from storage import api_calls, backups
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.commands.test_commands import config, salesbot
from tests.installation import MONDAY

GB = conditions.GIGABYTE
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        yield feishu


@pytest.fixture
def file(tmp_path: Path, feishu: FakeFeishu, sqlite_url: str) -> Path:
    return config(tmp_path, feishu, sqlite_url)


def with_keys(file: Path, section: str, **keys: object) -> Path:
    """The same settings with further keys of a section."""
    lines = "".join(f"{name} = {f'{value!r}' if isinstance(value, str) else value}\n" for name, value in keys.items())
    said = file.read_text("utf-8")
    said = (
        said.replace(f"[{section}]\n", f"[{section}]\n{lines}")
        if f"[{section}]" in said
        else f"{said}[{section}]\n{lines}"
    )
    file.write_text(said, "utf-8")
    return file


def lines(said: str, about: str) -> list[str]:
    return [line for line in said.splitlines() if about in line]


def test_everything_that_is_read_has_a_purpose_and_every_permission_its_substitutes() -> None:
    assert set(EVENTS) == set(ASKED_FOR)
    assert set(INSTEAD) == set(SCOPES)


def test_each_missing_permission_is_named_with_the_page_that_adds_them_all(file: Path, feishu: FakeFeishu) -> None:
    feishu.tenant.app.scopes -= {"im:resource", "im:chat:readonly", "im:chat"}
    said = salesbot("doctor", file=file, code=1)
    assert "FAIL  permission im:resource: send sheets as files – missing" in said
    assert "FAIL  permission im:chat:readonly: know the groups and their members – missing" in said
    console = f"{feishu.url}/app/{feishu.app_id}"
    assert f"FAIL  add them at {console}/auth?q=im:resource,im:chat:readonly ; " in said
    assert f"once a version is published: {console}/version" in said
    assert "ok    permission im:message: send and change cards" in said


def test_an_app_that_may_not_be_asked_about_itself_is_told_what_to_compare(file: Path, feishu: FakeFeishu) -> None:
    said = salesbot("doctor", file=file)
    (line,) = lines(said, SELF)
    assert line.startswith("note")
    assert f"{feishu.url}/app/{feishu.app_id}/event" in line
    assert all(event in line for event in ASKED_FOR)


def test_each_missing_event_is_named_with_its_purpose_and_page(file: Path, feishu: FakeFeishu) -> None:
    feishu.tenant.app.scopes.add(SELF)
    feishu.tenant.app.subscribed |= set(ASKED_FOR) - {"card.action.trigger", "application.bot.menu_v6"}
    said = salesbot("doctor", file=file, code=1)
    assert (
        "FAIL  event card.action.trigger: have buttons and forms answered (a callback, not an event) – missing" in said
    )
    assert "note  event application.bot.menu_v6: answer the bot's menu – missing" in said
    assert f"add them at {feishu.url}/app/{feishu.app_id}/event" in said
    feishu.tenant.app.subscribed |= set(ASKED_FOR)
    said = salesbot("doctor", file=file)
    assert "ok    all events are subscribed to" in said
    assert "– missing" not in "".join(lines(said, "event "))


def test_with_a_long_connection_no_address_is_asked_for(file: Path, feishu: FakeFeishu) -> None:
    assert "https://YOUR.HOST/feishu/events" in salesbot("doctor", file=file)
    said = salesbot("doctor", file=with_keys(file, "feishu", mode="websocket"))
    assert 'choose "long connection" for events and for callbacks' in said
    assert "YOUR.HOST" not in said
    assert feishu.calls


REFUSED = (
    "insert into outbox (lane, rank, verb, target, about, uuid, queued_at, claimed_at, state, attempts, fence, "
    "content, code, error) values ('oc_x', 1, 'send', '', :about, :uuid, :at, :at, :state, 1, 1, '{}', :code, :error)"
)


def refused(url: str, number: int, code: int, state: str = "parked", error: str = "", days: int = 0) -> None:
    at = (datetime.now(UTC) - timedelta(days=days)).replace(tzinfo=None)
    told = {"about": "daily_kpi", "uuid": f"{number}", "at": at, "state": state, "code": code, "error": error}
    with UnitOfWork(url) as db:
        db.write(lambda at: at.execute(text(REFUSED), told).rowcount)


def test_what_feishu_refused_lately_is_said_in_words_with_its_cure(
    file: Path, sqlite_url: str, feishu: FakeFeishu
) -> None:
    lacking = (
        "the app lacks: Access denied. One of the following scopes is required: [im:message, im:message:send_as_bot]."
    )
    refused(sqlite_url, 1, 99991672, error=lacking)
    refused(sqlite_url, 2, 99991672, state="expired", error=lacking)
    refused(sqlite_url, 3, 230002)
    refused(sqlite_url, 4, 230013, days=30)
    refused(sqlite_url, 5, 230029, state="sent")
    said = lines(salesbot("doctor", file=file, code=1), "Feishu refused")
    assert len(said) == 2
    assert "Feishu refused 1 with 230002: the bot is not in this group" in said[0]
    assert "Feishu refused 2 with 99991672: the app lacks a permission (scope)" in said[1]
    assert f"{feishu.url}/app/{feishu.app_id}/auth?q=im:message,im:message:send_as_bot" in said[1]
    assert "(daily_kpi)" in said[1]


def test_sizes_room_clock_and_calls_are_said(file: Path, sqlite_url: str) -> None:
    with UnitOfWork(sqlite_url) as db:
        today = datetime.now(UTC).astimezone().date()
        db.write(lambda at: api_calls.count(at, today.replace(day=1), 8_500))
    said = salesbot("doctor", file=with_keys(file, "feishu", monthly_calls=10_000))
    assert re.search(r"ok    database: \d\.\d MB", said)
    assert re.search(r"disk of the database: \d+\.\d GB free", said)
    assert "note  API calls this month: 8,500 of 10,000 (85 %)" in said
    assert "note  backups: no folder is set" in said


def test_the_age_of_the_newest_copy_is_said(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with_keys(file, "storage", backups=str(folder))
    assert f"FAIL  backups: none in {folder} yet" in salesbot("doctor", file=file, code=1)
    assert "checked" in salesbot("backup", file=file)
    assert "ok    backups: 1, the newest 0 hours old" in salesbot("doctor", file=file)
    (made,) = folder.iterdir()
    made.rename(folder / f"{datetime.now(UTC) - timedelta(hours=60):{backups.STAMP}}.db")
    said = salesbot("doctor", file=file, code=1)
    assert "FAIL  backups: 1, the newest 60 hours old; one is due every night" in said


def test_it_works_on_postgresql_too(tmp_path: Path, feishu: FakeFeishu, postgres_url: str) -> None:
    upgrade(postgres_url)
    said = salesbot("doctor", file=config(tmp_path, feishu, postgres_url))
    assert re.search(r"ok    database: \d+\.\d MB", said)
    assert "write-ahead log" not in said


@pytest.mark.parametrize("free, ok", [(GB * 9, True), (GB, None), (GB // 10, False)])
def test_little_room_is_worth_knowing_and_very_little_is_wrong(free: int, ok: bool | None) -> None:
    assert conditions.room_finding("database", free).ok is ok


@pytest.mark.parametrize("size, ok", [(4_000_000, True), (GB, None)])
def test_a_long_write_ahead_log_is_worth_knowing(size: int, ok: bool | None) -> None:
    assert conditions.log_finding(size).ok is ok


@pytest.mark.parametrize(
    "told, ok, words",
    [
        ("Mon, 02 Mar 2026 12:00:03 GMT", True, "agrees"),
        ("Mon, 02 Mar 2026 11:59:00 GMT", None, "60 s ahead of"),
        ("Mon, 02 Mar 2026 12:10:00 GMT", False, "600 s behind"),
        ("the day before yesterday", None, "could not be compared"),
    ],
)
def test_a_clock_that_goes_wrong_is_told_by_how_much(told: str, ok: bool | None, words: str) -> None:
    found = conditions.clock_finding(NOON, told)
    assert found.ok is ok
    assert words in found.words


@pytest.mark.parametrize("made, allowed, ok", [(9, 0, True), (79, 100, True), (80, 100, None), (100, 100, False)])
def test_the_calls_of_a_month_are_held_against_the_plan(made: int, allowed: int, ok: bool | None) -> None:
    assert conditions.calls_finding(made, allowed).ok is ok
