"""The conditions the bot works under: disk, database, copies, clock, and how much of the month's calls is used."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import requests

from bot.app import house_of
from bot.commands.findings import Finding
from bot.config import Settings
from storage import api_calls, backups, outages
from storage.engine import size_of, sqlite_file
from storage.uow import Read

GIGABYTE: Final = 1_000_000_000
FEW, VERY_FEW = 2 * GIGABYTE, GIGABYTE // 5
"""Free bytes below which it is worth knowing, and wrong: a write-ahead log and a copy have to fit."""

LONG_LOG: Final = GIGABYTE // 4
"""Bytes of a write-ahead log that only somebody who reads for minutes leaves behind."""

OLD: Final = timedelta(hours=50)
"""The age of the newest copy from which on it is wrong: two nights without one."""

APART, FAR_APART = timedelta(seconds=20), timedelta(minutes=4)
"""Differences of clocks that are worth knowing, and wrong: signatures count for 5 minutes of difference."""


def room(settings: Settings) -> Iterator[Finding]:
    """How much room is left where the database or its copies lie."""
    file = sqlite_file(settings.storage.url)
    folders = {"database": file.parent if file else None, "backups": Path(settings.storage.backups or "?")}
    for what, folder in folders.items():
        if folder and folder.is_dir():
            yield room_finding(what, shutil.disk_usage(folder).free)


def room_finding(what: str, free: int) -> Finding:
    """Whether some bytes are enough."""
    ok = False if free < VERY_FEW else None if free < FEW else True
    return Finding(ok=ok, words=f"disk of the {what}: {free / GIGABYTE:.1f} GB free")


def sizes(settings: Settings, read: Read) -> Iterator[Finding]:
    """How large the database is, and with SQLite its write-ahead log."""
    yield Finding(ok=True, words=f"database: {read(size_of) / 1_000_000:.1f} MB")
    file = sqlite_file(settings.storage.url)
    log = file.with_name(file.name + "-wal") if file else None
    if log and log.exists():
        yield log_finding(log.stat().st_size)


def log_finding(size: int) -> Finding:
    """Whether a write-ahead log of so many bytes is usual."""
    long = "" if size < LONG_LOG else "; somebody reads without end, or no checkpoint succeeds: restart the bot"
    return Finding(ok=None if long else True, words=f"write-ahead log: {size / 1_000_000:.1f} MB{long}")


def copies(settings: Settings, now: datetime) -> Iterator[Finding]:
    """How old the newest copy is, where the settings name a folder for them."""
    if not settings.storage.backups:
        yield Finding(ok=None, words="backups: no folder is set ([storage] backups); see `salesbot backup --help`")
        return
    folder = Path(settings.storage.backups)
    found = backups.copies(folder) if folder.is_dir() else []
    if not found:
        yield Finding(ok=False, words=f"backups: none in {folder} yet; run `salesbot backup`, and do so every night")
        return
    age = now - found[-1][0]
    late = "; one is due every night" if age > OLD else ""
    words = f"backups: {len(found)}, the newest {age / timedelta(hours=1):.0f} hours old{late}"
    yield Finding(ok=not late, words=words)


def clocks(settings: Settings, now: datetime) -> Iterator[Finding]:
    """How far this machine's clock is from Feishu's; nothing where Feishu does not answer, which is said elsewhere."""
    try:
        answer = requests.get(f"{settings.feishu.domain}/open-apis/bot/v3/info", timeout=5, allow_redirects=False)
    except requests.RequestException:
        return
    if told := answer.headers.get("Date"):
        yield clock_finding(now, told)


def clock_finding(now: datetime, told: str) -> Finding:
    """What to say of our clock beside the `Date` of an answer that was asked for at `now`."""
    try:
        apart = now - parsedate_to_datetime(told)
    except (ValueError, TypeError):
        return Finding(ok=None, words="the clock could not be compared with Feishu's")
    seconds = round(abs(apart).total_seconds())
    if abs(apart) < APART:
        return Finding(ok=True, words="the clock agrees with Feishu's")
    side = "ahead of" if apart > timedelta() else "behind"
    words = f"the clock is {seconds} s {side} Feishu's: let the machine take its time from the network (NTP)"
    return Finding(ok=None if abs(apart) < FAR_APART else False, words=words)


def calls(settings: Settings, read: Read, now: datetime) -> Iterator[Finding]:
    """How many calls were made this month, beside what the plan allows."""
    made = read(lambda db: api_calls.in_month(db, house_of(settings).business_day(now)))
    yield calls_finding(made, settings.feishu.monthly_calls)


def calls_finding(made: int, allowed: int) -> Finding:
    """Whether so many calls are within what is allowed (0: without end)."""
    if not allowed:
        return Finding(ok=True, words=f"API calls this month: {made:,} ([feishu] monthly_calls sets no end)")
    ok = False if made >= allowed else None if made * 100 >= allowed * 80 else True
    return Finding(ok=ok, words=f"API calls this month: {made:,} of {allowed:,} ({made * 100 // allowed} %)")


def workers(read: Read, now: datetime) -> Iterator[Finding]:
    """When somebody who sends and pushes was last alive; nothing before the first time."""
    last = read(outages.last_sign)
    if last:
        silent = now - last > timedelta(minutes=5)
        words = f"a worker was last alive {last:%Y-%m-%d %H:%M}Z"
        yield Finding(ok=None if silent else True, words=words + ("; is it running?" if silent else ""))
