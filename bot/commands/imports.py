"""`salesbot import`: a company's history out of CSV or XLSX files, looked through, kept and taken back as a whole."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from bot.app import SystemClock
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from bot.history import Checked, apply, check
from bot.history_files import Wrong
from bot.history_sheets import SHEETS
from bot.history_templates import write_templates
from storage import histories
from storage.engine import Connection
from storage.histories import Batch
from storage.history_undo import Use, undo
from storage.people import meet
from storage.uow import LockedError, UnitOfWork, reading

PATIENCE: Final = 6 * 3600.0
"""Seconds that one import may take."""

STOP_FIRST: Final = "stop the bot for the time of the import, or use PostgreSQL, where both may run"

Done = TypeVar("Done")
Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def history() -> None:
    """Bring a company's history in from files: template, fill, check, apply; undo takes all of it back."""


@history.command("template")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--xlsx", is_flag=True, help="One workbook with a sheet each instead of CSV files.")
def template(folder: Path, *, xlsx: bool) -> None:
    """Write empty files with headings in both languages and an example row each into FOLDER."""
    try:
        for path in write_templates(folder, as_book=xlsx):
            click.echo(path)
    except OSError as error:
        msg = f"{error.filename or error}: cannot be written, or is there already"
        raise click.ClickException(msg) from None


@history.command("check")
@click.argument("folder", type=Folder)
@config_option
def check_files(settings: Settings, folder: Path) -> None:
    """Look through the files in FOLDER and say what is wrong in which row, or what would be made; keeps nothing."""
    with in_words(), reading(settings.storage.url) as read:
        checked = read(lambda db: check(db, folder, SystemClock().now(), settings.team.timezone.key))
    _tell(checked, "new")
    if checked.count:
        raise SystemExit(1)


@history.command("apply")
@click.argument("folder", type=Folder)
@click.option("--by", "open_id", default="", help="Who brings it in, by open_id; the first admin if left out.")
@config_option
def apply_files(settings: Settings, folder: Path, open_id: str) -> None:
    """Bring in everything new in FOLDER, or, if anything is wrong, nothing. On SQLite, with the bot stopped."""
    who, now = _author(settings, open_id), SystemClock().now()

    def work(db: Connection) -> tuple[Checked, Batch | None]:
        with _bar() as progress:
            return apply(db, folder, who, now, settings.team.timezone.key, progress)

    checked, batch = _write(settings, work)
    _tell(checked, "brought in")
    if checked.count:
        raise SystemExit(1)
    click.echo(f"batch {batch.number}" if batch else "nothing new: nothing was changed")


@history.command("undo")
@click.argument("batch")
@click.option("--by", "open_id", default="", help="Who takes it back, by open_id; the first admin if left out.")
@config_option
def undo_batch(settings: Settings, batch: str, open_id: str) -> None:
    """Take back all that BATCH (such as H-3) brought, unless people have gone on with some of it since."""
    who, now, number = _author(settings, open_id), SystemClock().now(), batch.upper().removeprefix("H-")
    if not number.isdecimal():
        msg = f"{batch} is no batch; they are called H-1, H-2 …"
        raise click.UsageError(msg)
    uses = _write(settings, lambda db: _undo(db, int(number), who, now))
    for use in uses:
        click.echo(in_use(use), err=True)
    if uses:
        msg = f"H-{number} stays as it is: some of it is in use"
        raise click.ClickException(msg)
    click.echo(f"H-{number} is taken back")


@history.command("list")
@config_option
def list_batches(settings: Settings) -> None:
    """One line for each batch, the newest first: its number, when, from which folder, what it brought."""
    with in_words(), reading(settings.storage.url) as read:
        for each in read(lambda db: histories.latest(db, 50)):
            brought = ", ".join(f"{many} {sheet}" for sheet, many in each.counts.items() if many)
            state = f"  taken back {each.undone_at:%Y-%m-%d %H:%MZ}" if each.undone_at else ""
            click.echo(f"{each.number}  {each.made_at:%Y-%m-%d %H:%MZ}  {each.source}  {brought}{state}")


def in_use(use: Use) -> str:
    """What speaks against taking a batch back, in words."""
    if use.by == "audit":
        return f"{use.count:,} {use.of} of it were changed since"
    return f"{use.count:,} later {use.by} are about {use.of} of it"


def _author(settings: Settings, open_id: str) -> str:
    who = open_id or next(iter(settings.admins.open_ids), "")
    if not who:
        msg = "say who does this with --by OPEN_ID, or name an admin in the config"
        raise click.UsageError(msg)
    return who


def _undo(db: Connection, batch_id: int, open_id: str, now: datetime) -> list[Use]:
    batch = histories.hold_batch(db, batch_id)
    if batch is None or batch.undone_at:
        msg = f"H-{batch_id} was taken back already" if batch else f"there is no batch H-{batch_id}"
        raise click.ClickException(msg)
    return undo(db, batch, meet(db, open_id, "").id, now)


def _write(settings: Settings, work: Callable[[Connection], Done]) -> Done:
    with in_words():
        try:
            unit = UnitOfWork(settings.storage.url)
        except LockedError as error:
            msg = f"{error}; {STOP_FIRST}"
            raise click.ClickException(msg) from None
        with unit:
            return unit.write(work, patience=PATIENCE)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, begun when it is known how long it is; nothing where nobody is watching."""
    with ExitStack() as open_bars:
        bars: list[Any] = []

        def progress(done: int, total: int) -> None:
            if not bars:
                unseen = not sys.stderr.isatty()
                bar = click.progressbar(length=total, label="rows", file=sys.stderr, hidden=unseen)
                bars.append(open_bars.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield progress


def _tell(checked: Checked, done: str) -> None:
    for wrong in checked.wrong:
        click.echo(in_line(wrong), err=True)
    if checked.count:
        more = f", the first {len(checked.wrong)} are shown" if checked.count > len(checked.wrong) else ""
        click.echo(f"{checked.count:,} mistakes{more}; nothing was kept", err=True)
        return
    for sheet in SHEETS:
        new, known = checked.history.counts.get(sheet.name, 0), checked.history.known.get(sheet.name, 0)
        if new or known:
            click.echo(f"{sheet.name:<14}{new:>10,} {done}{f', {known:,} known already' if known else ''}")


def in_line(wrong: Wrong) -> str:
    """A mistake as one line: file, row, column and why, in both languages."""
    place = f"{wrong.file}:{wrong.row}" if wrong.row else wrong.file
    column = f"{wrong.column.zh} / {wrong.column.en}: " if wrong.column else ""
    return f"{place}  {column}{wrong.why.zh} / {wrong.why.en}"
