"""How every command finds its settings, and what it says when it cannot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot.config import FILE, ConfigError, Settings
from storage.engine import BehindError
from storage.gazettes import GazetteError, Gazettes
from storage.uow import LockedError, UnavailableError

Command = Callable[..., Any]


def config_option(command: Command) -> Command:
    """Add `--config`, which stands for the settings read from that file."""
    return click.option(
        "--config",
        "settings",
        default="config.toml",
        show_default=True,
        envvar=FILE,
        callback=_load,
        help="The settings (SALESBOT_CONFIG names them as well); variables SALESBOT_SECTION__KEY win over them.",
    )(command)


def _load(_context: click.Context, _parameter: click.Parameter, value: str) -> Settings:
    try:
        settings = Settings.load(Path(value))
        gazettes_of(settings)
    except (ConfigError, GazetteError) as error:
        raise click.ClickException(str(error)) from None
    return settings


def gazettes_of(settings: Settings) -> Gazettes:
    """The public holidays, with the operator's files; raises `GazetteError`, which names the file and the mistake."""
    return Gazettes(Path(settings.calendar.folder) if settings.calendar.folder else None)


@contextmanager
def in_words() -> Iterator[None]:
    """Say in one line, instead of a traceback, why the database cannot be used."""
    try:
        yield
    except (BehindError, LockedError, UnavailableError) as error:
        raise click.ClickException(str(error)) from None
