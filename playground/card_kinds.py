"""The small kinds of values in a card: sizes, colours, dates, words from a list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

LOCALES = frozenset(
    [
        "zh_cn",
        "en_us",
        "zh_hk",
        "zh_tw",
        "ja_jp",
        "id_id",
        "vi_vn",
        "th_th",
        "pt_br",
        "es_es",
        "ko_kr",
        "de_de",
        "fr_fr",
        "it_it",
        "ru_ru",
        "ms_my",
    ]
)
_PX = re.compile(r"\d{1,4}px")
_PERCENT = re.compile(r"\d{1,3}%")
_EDGE = re.compile(r"-?\d{1,2}px")
_COLOUR = re.compile(
    r"|default|white|bg-white|laser"
    r"|(?:blue|carmine|green|indigo|lime|orange|purple|red|sunflower|turquoise|violet|wathet|yellow|grey)"
    r"(?:-(?:00|50|\d00|350|950|1000))?"
    r"|rgba?\([\d., ]+\)"
    r"|[A-Za-z][\w-]{0,31}",  # a name from config.style.color
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_DATE: Final = {
    "date": re.compile(r"(\d{4}-\d{2}-\d{2})?"),
    "time": re.compile(r"(\d{2}:\d{2})?"),
    "datetime": re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2})?"),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one value; `path` is added to where it stands."""

    code: int
    message: str
    path: str = ""


def unreadable(message: str) -> Flaw:
    """Say 200621: the platform cannot parse this."""
    return Flaw(200621, f"parse card json err: {message}")


def _is(wanted: type | tuple[type, ...], name: str) -> Callable[[Any], Flaw | None]:
    def check(value: Any) -> Flaw | None:
        right = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
        return None if right else unreadable(f"expected {name}")

    return check


def _fits(pattern: re.Pattern[str], name: str) -> Callable[[Any], Flaw | None]:
    def check(value: Any) -> Flaw | None:
        right = isinstance(value, str) and pattern.fullmatch(value)
        return None if right else unreadable(f"expected {name}")

    return check


def _edges(least: int, counts: tuple[int, ...]) -> Callable[[Any], Flaw | None]:
    def check(value: Any) -> Flaw | None:
        parts = value.split() if isinstance(value, str) else []
        right = len(parts) in counts and all(_EDGE.fullmatch(one) and int(one[:-2]) >= least for one in parts)
        return None if right else unreadable("expected 1, 2 or 4 sizes in px")

    return check


def _strings(value: Any) -> Flaw | None:
    right = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return None if right else unreadable("expected a list of strings")


def _i18n(value: Any) -> Flaw | None:
    right = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return None if right and value.keys() <= LOCALES else unreadable("expected texts by locale")


def _url(value: Any) -> Flaw | None:
    right = isinstance(value, str) and value.startswith(("http://", "https://", "lark://"))
    return None if right else unreadable("expected an http or https url")


def _rows(value: Any) -> Flaw | None:
    right = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return None if right else unreadable("expected a list of rows")


CHECKS: Final[dict[str, Callable[[Any], Flaw | None]]] = {
    "any": lambda _value: None,
    "bool": _is(bool, "bool"),
    "int": _is(int, "int"),
    "number": _is((int, float), "number"),
    "str": _is(str, "string"),
    "object": _is(dict, "object"),
    "chart": _is(dict, "object"),
    "image": _is(str, "string"),
    "person": _is(str, "string"),
    "strings": _strings,
    "i18n": _i18n,
    "url": _url,
    "rows": _rows,
    "colour": _fits(_COLOUR, "colour"),
    "element_id": _fits(_ID, "element_id: a letter, then letters, digits or _, at most 20"),
    "margin": _edges(-99, (1, 2, 4)),
    "padding": _edges(0, (1, 2, 4)),
    "panel_padding": _edges(0, (1, 4)),
    **{name: _fits(pattern, name) for name, pattern in _DATE.items()},
}


def _one_of(words: frozenset[str]) -> Callable[[Any], Flaw | None]:
    def check(value: Any) -> Flaw | None:
        right = isinstance(value, str) and value in words
        return None if right else unreadable(f"expected one of {', '.join(sorted(words))}")

    return check


def _size(words: frozenset[str]) -> Callable[[Any], Flaw | None]:
    def check(value: Any) -> Flaw | None:
        fits = isinstance(value, str) and (
            value in words
            or ("px" in words and _PX.fullmatch(value) is not None)
            or ("%" in words and _PERCENT.fullmatch(value) is not None)
        )
        return None if fits else unreadable(f"expected one of {', '.join(sorted(words))}")

    return check


def _within(kind: str) -> Callable[[Any], Flaw | None]:
    low, high = (int(one) for one in kind[4:-1].split(","))

    def check(value: Any) -> Flaw | None:
        right = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if right else unreadable(f"expected an int from {low} to {high}")

    return check


def check_of(kind: str) -> Callable[[Any], Flaw | None]:
    """Make the check of a simple kind (see card_shapes): it tells what is wrong with a value, or None."""
    if kind.startswith("="):
        return _one_of(frozenset(kind[1:].split("|")))
    if kind.startswith("~"):
        return _size(frozenset(kind[1:].split("|")))
    if kind.startswith("int["):
        return _within(kind)
    return CHECKS[kind]
