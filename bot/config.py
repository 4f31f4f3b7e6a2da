"""The settings of an installation: a TOML file, with `SALESBOT_SECTION__KEY` of the environment above it.

Unknown keys and wrong types are refused by name, wherever they stand; secrets are never shown.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

from bot.credentials import Former, Secret, Until, Webhook, derived
from bot.sections import (
    Admins,
    Attention,
    Authority,
    Calendar,
    Kpi,
    Log,
    Orders,
    Reports,
    Retention,
    Tasks,
)

__all__ = ["PREFIX", "Authority", "ConfigError", "Settings"]

PREFIX = "SALESBOT_"
FILE = "SALESBOT_CONFIG"
"""The variable that names the settings' file, where nobody can give `--config`."""


class ConfigError(ValueError):
    """The settings cannot be used; the message names each key and what is wrong with it, and shows no value."""


Norm = Annotated[int, Meta(ge=0, le=100)]
Port = Annotated[int, Meta(ge=0, le=65535)]


class Feishu(Struct, frozen=True, kw_only=True):
    """The app on the open platform. `domain` is https://open.feishu.cn or https://open.larksuite.com.

    `mode` is how deliveries come: to an address of ours, or over a connection that we open, without the two secrets.
    `previous_…` are replaced secrets, good until `previous_until`. `tenant_key`: events of other tenants are refused.
    """

    domain: Annotated[str, Meta(pattern=r"^https?://[^/]+$")] = "https://open.feishu.cn"
    app_id: Annotated[str, Meta(pattern=r"^cli_\w+$")]
    app_secret: Secret
    mode: Literal["webhook", "websocket"] = "webhook"
    encrypt_key: Webhook = Webhook()
    verification_token: Webhook = Webhook()
    previous_encrypt_key: Former = Former()
    previous_verification_token: Former = Former()
    previous_until: Until = Until()
    tenant_key: Annotated[str, Meta(max_length=64)] = ""
    monthly_calls: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Refuse a webhook without its secrets, a former secret that would never end, and an end of nothing."""
        lacking = [name for name in ("encrypt_key", "verification_token") if not getattr(self, name)]
        if lacking and self.mode == "webhook":
            because = 'is missing; only mode = "websocket" does without'
            raise ValueError("\nfeishu.".join(f"{name}: {because}" for name in lacking))
        if bool(self.previous_until) != bool(self.previous_encrypt_key or self.previous_verification_token):
            msg = "previous_until: goes with previous_encrypt_key or previous_verification_token, and they with it"
            raise ValueError(msg)

    @property
    def order_key(self) -> str:
        """What the command line signs its orders to the serving process with."""
        return self.encrypt_key.reveal() if self.mode == "webhook" else derived(self.app_secret, "salesbot orders")


class Server(Struct, frozen=True):
    """Where the webhook listens. `threads` is how many deliveries are answered at once.

    `heartbeat_url` is asked every five minutes while all is well: for a service that calls somebody when that stops.
    """

    host: str = "127.0.0.1"
    port: Port = 8080
    threads: Annotated[int, Meta(ge=2, le=256)] = 32
    heartbeat_url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$")] = ""

    def __repr__(self) -> str:
        """All but the address of the heartbeat: who knows it may keep that service quiet."""
        return f"Server(host={self.host!r}, port={self.port}, threads={self.threads}, heart={bool(self.heartbeat_url)})"


class Storage(Struct, frozen=True):
    """The database, as an SQLAlchemy URL, which may hold a password; `backups` is a folder for copies, empty: none."""

    url: Annotated[str, Meta(pattern=r"^(sqlite|postgresql)(\+\w+)?:")] = "sqlite:///var/salesbot.db"
    backups: str = ""

    def __repr__(self) -> str:
        """The kind of database only."""
        return f"Storage(url={self.url.partition(':')[0]}:…)"


class Team(Struct, frozen=True):
    """What goes for every team; times are on the team's wall clock."""

    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    daily_visit_norm: Norm = 3
    manager_card_at: time = time(8, 45)
    team_line_at: time = time(9)
    catch_up_until: time = time(12)
    rep_card_at: time = time(8, 30)
    missing_list_at: time = time(9, 15)
    digest_at: time = time(9, 30)
    quiet_from: time = time(21)
    quiet_until: time = time(8)


class Settings(Struct, frozen=True):
    """All settings of an installation, section by section."""

    feishu: Feishu
    server: Server = Server()
    storage: Storage = Storage()
    team: Team = Team()
    calendar: Calendar = Calendar()
    reports: Reports = Reports()
    orders: Orders = Orders()
    kpi: Kpi = Kpi()
    attention: Attention = Attention()
    tasks: Tasks = Tasks()
    retention: Retention = Retention()
    admins: Admins = Admins()
    log: Log = Log()

    @classmethod
    def load(cls, file: Path | None) -> Self:
        """Read the file (None: the environment alone). Raises `ConfigError` with every mistake, a line each."""
        return cls.of(_parsed(file) if file else {}, os.environ)

    @classmethod
    def of(cls, sections: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Self:
        """The settings in nested mappings, with variables above them. Raises `ConfigError`."""
        mistakes: list[str] = []
        named = _named(environment or {}, mistakes)
        mistakes += [f"{name}: is not a known key" for name in sections if name not in cls.__struct_fields__]
        made: dict[str, Any] = {
            field.name: _section(field.type, field.name, sections.get(field.name, {}), named, mistakes)
            for field in msgspec.structs.fields(cls)
        }
        if mistakes:
            raise ConfigError("\n".join(mistakes))
        return cls(**made)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        msg = f"{file}: no such file; start from config.example.toml"
        raise ConfigError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        msg = f"{file}: {error}"
        raise ConfigError(msg) from None


def _named(environment: Mapping[str, str], mistakes: list[str]) -> dict[tuple[str, str], str]:
    """The variables that are ours, by section and key; one that names no key is a mistake."""
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX) and name != FILE}
    keys = {f"{PREFIX}{section}__{key}".upper(): (section, key) for section, key in _keys()}
    mistakes += [f"{name}: is not a known setting" for name in ours if name not in keys]
    return {keys[name]: value for name, value in ours.items() if name in keys}


def _keys() -> Iterator[tuple[str, str]]:
    for section in msgspec.structs.fields(Settings):
        for key in section.type.__struct_fields__:
            yield section.name, key


def _section(
    kind: type[Struct], name: str, given: object, variables: Mapping[tuple[str, str], str], mistakes: list[str]
) -> Struct | None:
    """One section, key by key, so that every mistake is found and named; None when there was one."""
    if not isinstance(given, Mapping):
        mistakes.append(f"{name}: is not a section")
        return None
    before = len(mistakes)
    mistakes += [f"{name}.{key}: is not a known key" for key in given if key not in kind.__struct_fields__]
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        try:
            if (name, field.name) in variables:
                values[field.name] = _from_text(variables[name, field.name], field.type)
            elif field.name in given:
                values[field.name] = msgspec.convert(given[field.name], field.type, dec_hook=_made)
            elif field.required:
                mistakes.append(f"{name}.{field.name}: is missing")
        except msgspec.DecodeError as error:
            mistakes.append(f"{name}.{field.name}: {error}")
    try:
        return kind(**values) if len(mistakes) == before else None
    except ValueError as error:
        mistakes.append(f"{name}.{error}")
        return None


def _from_text(text: str, kind: Any) -> Any:
    """A variable's value: lists as JSON, everything else as it reads."""
    if text.startswith("["):
        return msgspec.json.decode(text, type=kind)
    return msgspec.convert(text, kind, strict=False, dec_hook=_made)


def _made(kind: type, given: object) -> object:
    if kind is Until:
        return Until(given)
    if not isinstance(given, str):
        msg = f"Expected `str`, got `{type(given).__name__}`"
        raise TypeError(msg)
    if issubclass(kind, Secret):
        return kind(given)
    try:
        return ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = "is not a time zone such as Asia/Shanghai"
        raise ValueError(msg) from None
