"""Forms: what a card asks for, and how the raw values that come back become a frozen, typed value or a clear no.

A `Form` is a frozen dataclass whose fields are made by `carried` (hidden, travels in the button), `words`, `choice` and
`day`. Feishu may send an untouched field as absent, null or empty: all three mean the same here.
"""

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeVar, cast

import orjson

from bot.errors import Problem, Refusal
from bot.text import Text, joined
from sales.records import dataclass

OUTDATED: Final = Text(
    "这张卡片是旧版本的，已经不能用了。请重新发一次命令，换一张新卡片。",
    "This card is from an older version and no longer works. Please send the command again for a new one.",
)
_NOT_YOURS: Final = Text(
    "这张卡片是给别人的，只有本人能操作。想要自己的，请给我发同样的命令。",
    "This card was made for somebody else. For one of your own, send me the same command.",
)

LARGEST: Final = 2**31 - 1
"""The largest id a hidden field may name: PostgreSQL's integers end there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How one field is asked for and read. `limit` counts characters; `options` are (value, words) pairs."""

    label: Text | None = None
    required: bool = False
    limit: int = 0
    lines: int = 1
    options: tuple[tuple[str, Text], ...] = ()
    is_day: bool = False


class _UnfitError(ValueError):
    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True)
class Form:
    """The base of all forms and buttons. Raise `version` when old cards must not be accepted any more.

    `once` forms are answered once: a second press of the same card gets the first answer again.
    """

    version: ClassVar[int] = 1
    once: ClassVar[bool] = False

    @classmethod
    def name(cls) -> str:
        """The name under which the card and the router know this form: its feature and class, `visits.FileVisit`."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    def stamp(self, *, to: str = "", key: str = "") -> dict[str, object]:
        """The value to put into a button: which form, its hidden fields, for whom (open_id), and the card's own key."""
        hidden = {name: getattr(self, name) for name, entry, _ in _fields(type(self)) if entry.label is None}
        return {"do": self.name(), "v": self.version, "to": to, "k": key, "with": hidden}


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A button's value, read back. Anything that we did not put there ourselves reads as an outdated card."""

    do: str
    version: int
    to: str
    key: str
    carried: Mapping[str, object]

    @classmethod
    def read(cls, value: Mapping[str, object]) -> "Stamp":
        """Read a button's value; raises `Refusal` for one that no card of ours holds."""
        match value:
            case {"do": str(do), "v": int(version), "to": str(to), "k": str(key), "with": dict(carried)}:
                return cls(do, version, to, key, carried)
            case _:
                raise Refusal(OUTDATED)

    def check(self, form: type[Form], presser: str) -> None:
        """Raise `Refusal` unless the card is of the form's version and made for this person (open_id)."""
        if self.version != form.version:
            raise Refusal(OUTDATED)
        if self.to and self.to != presser:
            raise Refusal(_NOT_YOURS)

    def act_key(self, presser: str) -> str:
        """What makes this press the same as another one: who, which form, and of which card."""
        return _digest([presser, self.do, self.key, self.carried])


def typed_digest(typed: Mapping[str, object]) -> str:
    """A short mark of what was typed, to notice that a second press of a card says something else."""
    return _digest(typed)


def carried(default: Any = 0) -> Any:
    """A hidden field, an int or a str by its default, that travels in the button and back."""
    return _field(Entry(), default)


def words(label: Text, *, limit: int, required: bool = False, lines: int = 1) -> Any:
    """A text field, empty when nothing was typed; more than one line makes a tall input."""
    return _field(Entry(label, required, limit, lines), "")


def choice(label: Text, options: Mapping[Any, Text], default: StrEnum) -> Any:
    """One of the members of an enumeration, the default when the select was left alone."""
    return _field(Entry(label, options=tuple((member.value, text) for member, text in options.items())), default)


def pick(label: Text, *, limit: int) -> Any:
    """A text chosen from a list made when the card was drawn, empty when nothing was chosen."""
    return _field(Entry(label, limit=limit), "")


def day(label: Text, *, required: bool = False) -> Any:
    """A local date, None when none was picked; the device's offset that Feishu adds is left aside."""
    return _field(Entry(label, required, is_day=True), None)


def entry_of(field: dataclasses.Field[Any]) -> Entry:
    """How a dataclass field is asked for."""
    return cast("Entry", field.metadata["entry"])


def entries(form: type[Form]) -> dict[str, Entry]:
    """Every field of a form by its name, hidden ones too, in their order."""
    return {name: entry for name, entry, _ in _fields(form)}


def read(form: type[F], carried: Mapping[str, object], typed: Mapping[str, object]) -> F:
    """A filled form from a button's hidden fields and the card's typed ones.

    Raises `Refusal` with a `Problem` for each field that was not accepted.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, entry, default in _fields(form):
        if entry.label is None:
            values[name] = _hidden(carried.get(name), default)
            continue
        try:
            values[name] = _typed(entry, typed.get(name), default)
        except _UnfitError as unfit:
            problems.append(Problem(name, entry.label, unfit.why))
    if problems:
        raise Refusal(sentence(problems), tuple(problems))
    return form(**values)


def sentence(problems: list[Problem]) -> Text:
    """All problems in one sentence for a toast: which field, and why."""
    each = [Text("{label}：{why}", "{label}: {why}").fill(label=p.label, why=p.why) for p in problems]
    return joined(each, Text("；", "; "))


_KNOWN: dict[type[Form], tuple[tuple[str, Entry, object], ...]] = {}
"""The fields of the forms that were asked for theirs: every button and every filled form asks."""


def _fields(form: type[Form]) -> tuple[tuple[str, Entry, object], ...]:
    """The name, entry and default of each field."""
    if form not in _KNOWN:
        _KNOWN[form] = tuple((field.name, entry_of(field), field.default) for field in dataclasses.fields(form))
    return _KNOWN[form]


def _field(entry: Entry, default: object) -> Any:
    return dataclasses.field(default=default, metadata={"entry": entry})


def _hidden(raw: object, default: object) -> object:
    if raw is None:
        return default
    if isinstance(default, int) and isinstance(raw, str) and raw.isdecimal() and len(raw) < len(str(LARGEST)):
        return int(raw)
    if isinstance(raw, bool) or not isinstance(raw, type(default)) or not _fits(raw):
        raise Refusal(OUTDATED)
    return raw


def _fits(hidden: object) -> bool:
    """Whether a button of ours could carry it: words that are not blank, and what every database can hold."""
    if isinstance(hidden, str):
        return "\0" not in hidden and (not hidden or not hidden.isspace())
    return isinstance(hidden, int) and 0 <= hidden <= LARGEST


def _typed(entry: Entry, raw: object, default: object) -> object:
    said = _said(raw)
    if not said:
        if entry.required:
            raise _UnfitError(Text("请填写", "please fill it in"))
        return default
    if entry.is_day:
        return _day(said)
    if entry.options:
        return _option(entry, said, type(default))
    if len(said) > entry.limit:
        too_long = Text("最多 {limit} 个字，现在有 {length} 个", "at most {limit} characters, now there are {length}")
        raise _UnfitError(too_long.fill(limit=entry.limit, length=len(said)))
    return said


def _said(raw: object) -> str:
    """What was typed as text: numbers as they read, line ends as one newline, no NULs, which no database would keep."""
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _UnfitError(Text("请重新填写", "please fill it in again"))
    return str(raw).replace("\0", "").replace("\r\n", "\n").strip()


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said.split(" ", 1)[0])
    except ValueError:
        raise _UnfitError(Text("请选择一个日期", "please pick a date")) from None


def _option(entry: Entry, said: str, kind: type[Any]) -> object:
    if said not in dict(entry.options):
        raise _UnfitError(Text("请选择一项", "please choose one"))
    return kind(said)


def _digest(of: object) -> str:
    return hashlib.sha256(orjson.dumps(of, option=orjson.OPT_SORT_KEYS)).hexdigest()[:40]
