"""The settings of an installation: a TOML file, with `SALESBOT_SECTION__KEY` of the environment above it.

Unknown keys and wrong types are refused by name, wherever they stand; secrets are never shown.
"""

import os
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "SALESBOT_"


class ConfigError(ValueError):
    """The settings cannot be used; the message names each key and what is wrong with it, and shows no value."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        msg = "is not a time zone such as Asia/Shanghai"
        raise ValueError(msg) from None
    return name


def _filled(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().strip():
        msg = "must not be empty"
        raise ValueError(msg)
    return secret


Secret = Annotated[SecretStr, AfterValidator(_filled)]
Zone = Annotated[str, AfterValidator(_zone)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feishu(_Section):
    """The app on the open platform. `domain` is https://open.feishu.cn or https://open.larksuite.com."""

    domain: str = Field("https://open.feishu.cn", pattern=r"^https?://[^/]+$")
    app_id: str = Field(pattern=r"^cli_\w+$")
    app_secret: Secret
    encrypt_key: Secret
    verification_token: Secret


class Server(_Section):
    """Where the webhook listens. `threads` is how many deliveries are answered at once."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    threads: int = Field(32, ge=2, le=256)


class Storage(_Section):
    """The database, as an SQLAlchemy URL; it is not shown, for it may hold a password."""

    url: str = Field("sqlite:///var/salesbot.db", repr=False, pattern=r"^(sqlite|postgresql)(\+\w+)?:")


class Team(_Section):
    """What goes for every team; times are on the team's wall clock."""

    timezone: Zone = "Asia/Shanghai"
    daily_visit_norm: int = Field(3, ge=0, le=100)
    manager_card_at: time = time(8, 45)
    team_line_at: time = time(9)
    catch_up_until: time = time(12)


class Admins(_Section):
    """Who looks after the installation, by open_id; they are told of what needs a hand."""

    open_ids: frozenset[str] = frozenset()


class Log(_Section):
    """How much is written to standard output."""

    level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")


class Settings(BaseSettings):
    """All settings of an installation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    feishu: Feishu
    server: Server = Server()
    storage: Storage = Storage()
    team: Team = Team()
    admins: Admins = Admins()
    log: Log = Log()

    @classmethod
    def load(cls, file: Path | None) -> "Settings":
        """Read the file (None: the environment alone). Raises `ConfigError`."""
        if file is not None and not file.is_file():
            msg = f"{file}: no such file; start from config.example.toml"
            raise ConfigError(msg)
        _check_names(os.environ)
        try:
            return _with_file(file)()
        except ValidationError as error:
            raise ConfigError("\n".join(_complaint(each) for each in error.errors())) from None
        except ValueError as error:
            msg = f"{file}: {error}"
            raise ConfigError(msg) from None


def _complaint(error: Any) -> str:
    """One line for one wrong key: its name and the reason, never what stood there, which may be a secret."""
    name = ".".join(str(part) for part in error["loc"])
    reason = {"extra_forbidden": "is not a known key", "missing": "is missing"}.get(error["type"], error["msg"])
    return f"{name}: {reason}"


def _check_names(names: Iterable[str]) -> None:
    """A mistyped section in the environment would otherwise pass unnoticed, for pydantic looks only for its own."""
    for name in names:
        section = name.removeprefix(PREFIX).partition("__")[0].lower()
        if name.startswith(PREFIX) and section not in Settings.model_fields:
            msg = f"{name}: is not a known setting"
            raise ConfigError(msg)


def _with_file(file: Path | None) -> type[Settings]:
    """The settings with this file below the environment; pydantic takes the file's name from the class."""

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (env_settings, *([TomlConfigSettingsSource(settings_cls, file)] if file else []))

    return FromFile
