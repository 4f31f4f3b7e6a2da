"""`salesbot doctor`: what is wrong with this installation, in words, with what to do about it."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import click

from bot.app import SystemClock, house_of, outbound_of
from bot.commands import conditions, consoles
from bot.commands.findings import Finding
from bot.commands.settings import config_option
from bot.config import Settings
from bot.feishu.codes import Refused
from sales.calendar import Calendar, Gazette
from scheduler.pushes import PUSHES
from storage import backlog, inbox, people
from storage.engine import BehindError, sqlite_file
from storage.gazettes import CHINA
from storage.outbox import State
from storage.pushes import last_made
from storage.team_settings import NOWHERE
from storage.uow import Read, UnavailableError, reading

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite without the WAL-reset bug (3.7.0 to 3.51.2); one writing process, as here, does not meet it."""

FIRST_ASKED, PRESSING = (11, 1), (12, 15)
"""Month and day from which next year's public holidays should be known, and from which they must be."""

_HOW = "update the chinesecalendar package, or put {year}.toml into calendar.folder"


@click.command()
@config_option
def doctor(settings: Settings) -> None:
    """Look at everything the bot needs; the exit code is 1 if something is wrong."""
    findings = [
        Finding(ok=True, words="settings are complete"),
        *_clock(settings),
        *_database(settings),
        *conditions.room(settings),
        *conditions.copies(settings, SystemClock().now()),
        *_holidays(settings),
        *_feishu(settings),
    ]
    for each in findings:
        mark, colour = {True: ("ok  ", "green"), None: ("note", "yellow"), False: ("FAIL", "red")}[each.ok]
        click.echo(f"{click.style(mark, fg=colour)}  {each.words}")
    if any(each.ok is False for each in findings):
        raise SystemExit(1)


def _clock(settings: Settings) -> Iterator[Finding]:
    now = SystemClock().now().astimezone(settings.team.timezone)
    yield Finding(ok=True, words=f"team time is {now:%Y-%m-%d %H:%M} ({settings.team.timezone})")
    house = house_of(settings)
    for each in PUSHES:
        calendar = Calendar(house.gazettes(CHINA))
        due = each.cadence(each.at(house)).following(now, settings.team.timezone, calendar)
        yield Finding(ok=True, words=f"push {each.name} is next due {due:%a %Y-%m-%d %H:%M}")


def _database(settings: Settings) -> Iterator[Finding]:
    if sqlite_file(settings.storage.url) and sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Finding(
            ok=None,
            words=f"SQLite {sqlite3.sqlite_version} has a bug with two writing processes; run only one",
        )
    try:
        with reading(settings.storage.url) as read:
            yield Finding(ok=True, words="database answers and has this program's schema")
            yield from _traffic(read)
            now = SystemClock().now()
            yield from conditions.workers(read, now)
            yield from conditions.sizes(settings, read)
            yield from conditions.calls(settings, read, now)
            yield from consoles.refusals(settings, read(partial(backlog.refusals, since=now - timedelta(days=7))))
    except BehindError as error:
        yield Finding(ok=False, words=str(error))
    except UnavailableError:
        yield Finding(ok=False, words="database: nobody answers; is storage.url right, and the server up?")


def _holidays(settings: Settings) -> Iterator[Finding]:
    """What is known of public holidays where there are teams, and in China where there are none yet."""
    try:
        with reading(settings.storage.url) as read:
            used = {team.region for team in read(people.open_teams)}
    except (BehindError, UnavailableError):
        used = set()
    gazettes = house_of(settings).gazettes
    today = SystemClock().now().astimezone(settings.team.timezone).date()
    for region in sorted((used or {CHINA}) - {NOWHERE}):
        yield notice_finding(gazettes(region), today, used=region in used)


def notice_finding(gazette: Gazette, today: date, *, used: bool) -> Finding:
    """Whether the notice for next year is there: asked for from 1 November, wrong where `used` from 15 December."""
    region, year = gazette.region, today.year
    missing = [each for each in (year, year + 1) if each not in gazette.announced]
    if missing[:1] == [year]:
        words = f"holidays {region}: the notice for {year} is missing, its days are guessed; {_HOW.format(year=year)}"
        return Finding(ok=False if used else None, words=words)
    if missing and (today.month, today.day) >= FIRST_ASKED:
        pressing = used and (today.month, today.day) >= PRESSING
        words = f"holidays {region}: the notice for {year + 1} is missing; {_HOW.format(year=year + 1)}"
        return Finding(ok=False if pressing else None, words=words)
    return Finding(ok=True, words=f"holidays {region}: announced for {year}{'' if missing else f' and {year + 1}'}")


def _traffic(read: Read) -> Iterator[Finding]:
    made = read(last_made)
    for each in PUSHES:
        last = f"{made[each.name]:%Y-%m-%d %H:%M}Z" if each.name in made else "never"
        yield Finding(ok=each.name in made or None, words=f"push {each.name} was last made {last}")
    parked = read(backlog.counted)[State.PARKED]
    failed = len(read(inbox.failures))
    yield Finding(ok=not parked, words=f"{parked} messages parked (salesbot outbox list --state parked)")
    yield Finding(ok=not failed, words=f"{failed} deliveries wait for a retry (salesbot inbox list)")


def _feishu(settings: Settings) -> Iterator[Finding]:
    outbound = outbound_of(settings)
    try:
        outbound.own_open_id()
        yield Finding(ok=True, words="Feishu accepts the app id and secret, and the bot ability is on")
    except Refused as no:
        advice = "check app_id, app_secret, domain and that a version is published"
        yield Finding(ok=False, words=f"Feishu refuses: {no}; {advice}")
        return
    yield from consoles.permissions(settings, outbound.scopes)
    yield from consoles.events(settings, outbound.subscriptions)
    yield from conditions.clocks(settings, SystemClock().now())
