"""The settings of an installation: a TOML file, with `SALESBOT_SECTION__KEY` of the environment above it.

Unknown keys and wrong types are refused by name, wherever they stand; secrets are never shown.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

PREFIX = "SALESBOT_"


class ConfigError(ValueError):
    """The settings cannot be used; the message names each key and what is wrong with it, and shows no value."""


class Secret:
    """A word that shows itself to nobody who does not ask for it by `reveal`."""

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        """Take the word; raises ValueError for a blank one, which would protect nothing."""
        if not word.strip():
            msg = "must not be empty"
            raise ValueError(msg)
        self._word = word

    def reveal(self) -> str:
        """The word itself."""
        return self._word

    def __repr__(self) -> str:
        """Something in its place."""
        return "Secret(…)"


Norm = Annotated[int, Meta(ge=0, le=100)]
Port = Annotated[int, Meta(ge=0, le=65535)]


class Feishu(Struct, frozen=True, kw_only=True):
    """The app on the open platform. `domain` is https://open.feishu.cn or https://open.larksuite.com."""

    domain: Annotated[str, Meta(pattern=r"^https?://[^/]+$")] = "https://open.feishu.cn"
    app_id: Annotated[str, Meta(pattern=r"^cli_\w+$")]
    app_secret: Secret
    encrypt_key: Secret
    verification_token: Secret


class Server(Struct, frozen=True):
    """Where the webhook listens. `threads` is how many deliveries are answered at once."""

    host: str = "127.0.0.1"
    port: Port = 8080
    threads: Annotated[int, Meta(ge=2, le=256)] = 32


class Storage(Struct, frozen=True):
    """The database, as an SQLAlchemy URL, which may hold a password."""

    url: Annotated[str, Meta(pattern=r"^(sqlite|postgresql)(\+\w+)?:")] = "sqlite:///var/salesbot.db"

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


class Calendar(Struct, frozen=True):
    """Public holidays. `folder` holds the operator's own files, `2027.toml` or `HK-2027.toml`; empty: none."""

    folder: str = ""


class Report(Struct, frozen=True, kw_only=True):
    """A kind of report of the company's own. `every` is week or month; `at` is on the team's wall clock.

    A month's is due on the `workday`-th working day of the month after. `zh` and `en` are what people call it.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
    zh: Annotated[str, Meta(min_length=1, max_length=20)]
    en: Annotated[str, Meta(min_length=1, max_length=40)]
    every: Literal["week", "month"]
    at: time
    workday: Annotated[int, Meta(ge=1, le=20)] = 2


class Reports(Struct, frozen=True):
    """What everybody owes, and by when; `more` are further kinds of report."""

    weekly_at: time = time(18)
    makeup_in_week: bool = False
    monthly_at: time = time(12)
    monthly_workday: Annotated[int, Meta(ge=1, le=20)] = 2
    more: tuple[Report, ...] = ()


class Authority(Struct, frozen=True, kw_only=True):
    """A row of the discount matrix: what a level may grant on its own; discount and margin in per cent.

    An empty group or tier means every one; `from_amount` is in yuan of list value, see `sales.discounts.Rule`.
    """

    level: Literal["rep", "manager", "director"]
    discount: Annotated[float, Meta(ge=0, le=100)]
    margin: Annotated[float, Meta(ge=-100, le=100)] | None = None
    group: Annotated[str, Meta(max_length=40)] = ""
    tier: Annotated[str, Meta(pattern="^[ABCD]?$")] = ""
    from_amount: Annotated[int, Meta(ge=0)] = 0
    first_on: date | None = None
    end_on: date | None = None


class Orders(Struct, frozen=True):
    """Orders: ceilings that catch slips (amounts in yuan), who decides about discounts, how long a quote stands.

    `directors` are open_ids; between `work_from` and `work_until` an approver is expected to answer.
    """

    most_quantity: Annotated[int, Meta(ge=1, le=1_000_000)] = 100_000
    most_amount: Annotated[int, Meta(ge=1, le=1_000_000_000)] = 10_000_000
    directors: frozenset[str] = frozenset()
    quote_days: Annotated[int, Meta(ge=1, le=365)] = 30
    work_from: time = time(9)
    work_until: time = time(18)
    authority: tuple[Authority, ...] = ()


class Admins(Struct, frozen=True):
    """Who looks after the installation, by open_id; they are told of what needs a hand."""

    open_ids: frozenset[str] = frozenset()


class Log(Struct, frozen=True):
    """How much is written to standard output."""

    level: Annotated[str, Meta(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"


class Kpi(Struct, frozen=True):
    """Figures: rates over fewer than `small_n` things are not said; `restate_closed` lets a closed month move.

    With it what comes late for a closed month changes that month and is told; without, it counts when it is entered.
    """

    small_n: Annotated[int, Meta(ge=1, le=100)] = 5
    restate_closed: bool = False


class Attention(Struct, frozen=True):
    """How often people are told what they did not ask for: messages on a working day, and escalations beyond them."""

    most_a_day: Annotated[int, Meta(ge=1, le=20)] = 3
    most_escalations: Annotated[int, Meta(ge=1, le=50)] = 5


class Tasks(Struct, frozen=True):
    """Whether tasks appear in Feishu's own task list, too, as far as the app may write there."""

    mirror: bool = True


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
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
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
    return kind(**values) if len(mistakes) == before else None


def _from_text(text: str, kind: Any) -> Any:
    """A variable's value: lists as JSON, everything else as it reads."""
    if text.startswith("["):
        return msgspec.json.decode(text, type=kind)
    return msgspec.convert(text, kind, strict=False, dec_hook=_made)


def _made(kind: type, given: object) -> object:
    if not isinstance(given, str):
        msg = f"Expected `str`, got `{type(given).__name__}`"
        raise TypeError(msg)
    if kind is Secret:
        return Secret(given)
    try:
        return ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = "is not a time zone such as Asia/Shanghai"
        raise ValueError(msg) from None
