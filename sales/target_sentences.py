"""One line that sets a target: for whom, over which period, of what, how much, of which product, and why.

Targets look ahead: a period without its year is the present or the next one. Whatever is not understood is left over,
so that nothing is ever set that was not said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sales import target_phrases as say
from sales.amounts import read_amount
from sales.grains import Grain, grain_of, stretch_of
from sales.kpi import Unit
from sales.numerals import numeral
from sales.patterns import late
from sales.phrases import half_width
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.stretches import Stretch, read_stretch
from sales.targets import METRICS, MOST

T = TypeVar("T")

LONGEST = 300
"""How many characters of a line are read; what goes beyond is left over."""

GRAINS = frozenset({Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR})
"""Over what targets can be set."""

_AHEAD = 5
"""How many years ahead a bare year is still a year, and no amount."""

_MINOR, _WIDEST = 100, 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the asker may use, and what it means."""

    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class TargetSentence:
    """What of a line is understood; `scopes` has several where a name means several, `value` is in the figure's unit.

    `rest` is what is not understood, in the words that were used.
    """

    scopes: tuple[Scope, ...] = ()
    stretch: Stretch | None = None
    kpi: str = "K01"
    value: int | None = None
    product: str = ""
    reason: str = ""
    rest: tuple[str, ...] = ()
    is_split: bool = False

    @property
    def scope(self) -> Scope | None:
        """Whose target it is, where that is clear."""
        return self.scopes[0] if len(self.scopes) == 1 else None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be asked."""
        return bool(self.scope and self.stretch and self.value is not None and not self.rest)

    @property
    def is_question(self) -> bool:
        """Whether it only says whose target, and when, so that it is to be shown."""
        return self.value is None and not self.rest and not self.reason and not self.is_split


@dataclass(slots=True)
class _Line:
    """A line being read: whatever is understood is taken out of it."""

    text: str

    def take(self, found: re.Match[str] | None) -> bool:
        """Take a match out; whether there was one."""
        if found:
            self.text = self.text[: found.start()] + say.APART + self.text[found.end() :]
        return found is not None

    def pieces(self) -> list[list[str]]:
        """What is left between the parts taken out, as words without those that say nothing."""
        split = ([_bare(word) for word in _SEPARATORS.split(piece) if word] for piece in self.text.split(say.APART))
        return [kept for words in split if (kept := [word for word in words if word])]


def _bare(word: str) -> str:
    """A word without what says nothing at its ends; empty if that is all of it."""
    return "" if _NOTHING.fullmatch(word) else _EDGES.sub("", word)


def read_target(
    said: str, today: date, names: Sequence[Named], product: Callable[[str], str | None] = lambda _: None
) -> TargetSentence:
    """What a line says, seen from a local date; `names` are those that may be used, `product` gives a product's key."""
    line = _Line(half_width(said[:LONGEST]).strip())
    why = _REASON.search(line.text)
    line.take(why)
    is_split = line.take(_SPLIT.search(line.text))
    scopes = _scopes(line, names)
    stretch = _period(line, today)
    kpi = _metric(line)
    pieces = line.pieces()
    without, values = _taken(pieces, lambda words: read_value(words, kpi))
    code, value = values[0] if len(values) == 1 else (kpi or "K01", None)
    pieces = without if len(values) == 1 else pieces
    pieces, made = _taken(pieces, lambda words: product(words) or product(_PRODUCT.sub("", words)))
    over = [said[LONGEST:].strip()] if said[LONGEST:].strip() else []
    rest = (*(" ".join(words) for words in pieces), *made[1:], *over)
    because = why["reason"].strip() if why else ""
    return TargetSentence(scopes, stretch, code, value, made[0] if made else "", because, rest, is_split)


def read_period(words: str, today: date) -> Stretch | None:
    """The period that the whole phrase names, looking ahead: `3月` said in November is the March to come.

    Weeks, months, quarters, halves and years; None for anything else.
    """
    text = _dated(half_width(words).strip().lower(), today)
    if found := _HALF.fullmatch(text):
        return _half(found, today)
    if _UNDATED.fullmatch(text):
        return _ahead(text, today)
    stretch = read_stretch(text, today)
    return stretch if stretch and grain_of(stretch) in GRAINS else None


def _dated(text: str, today: date) -> str:
    """The words in those that `sales.stretches` knows: the year by its number, and before the rest."""
    for word in say.WHOLE:
        text = text.removesuffix(word) or text
    text = say.SYNONYMS.get(text, text)
    for word, steps in say.NEAR_YEARS.items():
        text = text.replace(word, f"{today.year + steps}{say.YEAR_SIGN}")
    text = re.sub(r"(?<=[0-9])[/.](?=[0-9])", "-", text).replace(",", "")
    found = _QUARTER_OF.fullmatch(text)
    return found[2] + found[1] if found else text


def _half(found: re.Match[str], today: date) -> Stretch:
    month = 6 * (say.HALVES[found["n"] or found["han"]] - 1) + 1
    half = stretch_of(Grain.HALF, date(int(found["year"] or today.year), month, 1))
    return half if found["year"] or half.end > today else stretch_of(Grain.HALF, date(today.year + 1, month, 1))


def _ahead(text: str, today: date) -> Stretch | None:
    """The present or the next one; the 28th of December lies in the last week of its year."""
    for year in (today.year, today.year + 1):
        found = read_stretch(text, date(year, 12, 28))
        if found and found.end > today:
            return found
    return None


def _scopes(line: _Line, names: Sequence[Named]) -> tuple[Scope, ...]:
    """Whom the longest name in the line means; an `@` before it, or a word behind it, says which kind is meant."""
    known: dict[str, list[Scope]] = {}
    for each in names:
        for name in _spellings(each):
            known.setdefault(name, []).append(each.scope)
    for name in sorted(known, key=len, reverse=True):
        if found := _name(name).search(line.text):
            scopes = _meant(list(dict.fromkeys(known[name])), found)
            line.take(found)
            return scopes
    return ()


def _spellings(each: Named) -> Iterator[str]:
    """A name as it is compared; of an area also without the word for one."""
    name = half_width(each.name).strip().lower()
    if name:
        yield name
    short = next((name[: -len(after)].strip() for after in say.AREA_AFTER if name.endswith(after)), "")
    if each.scope.level is Level.AREA and len(short) > 1:
        yield short


def _name(name: str) -> re.Pattern[str]:
    after = "|".join((*say.AREA_AFTER, *say.TEAM_AFTER))
    ends = r"(?![a-z0-9])" if name[-1].isascii() else ""
    begins = r"(?<![a-z0-9])" if name[0].isascii() else ""
    kind = rf"(?:\s?(?P<kind>{after})(?![a-z{say.NUMERALS}0-9]))?"
    return late(rf"{say.AT_START}{begins}(?P<at>@\s?)?{re.escape(name)}{ends}{kind}", re.IGNORECASE)


def _meant(scopes: Sequence[Scope], found: re.Match[str]) -> tuple[Scope, ...]:
    if found["at"] or found.string[: found.start()].rstrip().endswith(say.AT):
        return tuple(scope for scope in scopes if scope.level is Level.REP)
    level = Level.AREA if (found["kind"] or "").lower() in say.AREA_AFTER else Level.TEAM
    chosen = [scope for scope in scopes if found["kind"] and scope.level is level]
    return tuple(chosen or scopes)


def _period(line: _Line, today: date) -> Stretch | None:
    """The one period in the line; a bare year beside another one is an amount."""
    found = [(each, read_period(each[0], today)) for each in _PERIOD.finditer(line.text)]
    read = [(each, stretch) for each, stretch in found if stretch and _is_near(each[0], today)]
    if len(read) > 1:
        read = [(each, stretch) for each, stretch in read if not each[0].isdecimal()]
    if len(read) != 1:
        return None
    line.take(read[0][0])
    return read[0][1]


def _is_near(words: str, today: date) -> bool:
    return not words.isdecimal() or today.year - 1 <= int(words) <= today.year + _AHEAD


def _metric(line: _Line) -> str | None:
    return next((code for code, pattern in _METRICS.items() if line.take(pattern.search(line.text))), None)


def read_value(words: str, kpi: str | None) -> tuple[str, int] | None:
    """A value, and of which figure: the one said, else what its unit counts, else money; None for what is no value."""
    text = half_width(words).strip().lower()
    found = _COUNT.fullmatch(text)
    code = kpi or say.UNITS.get((found["unit"] or "") if found else "", "K01")
    if METRICS[code] is Unit.MONEY:
        minor = _money(text)
        return (code, minor) if minor is not None and 0 <= minor <= MOST else None
    number = numeral(found["count"].replace(",", "")) if found else None
    return None if number is None else (code, number)


def _money(text: str) -> int | None:
    """An amount in minor units, in Chinese or English words for its scale."""
    if found := _MILLIONS.fullmatch(text):
        minor = Decimal(found["number"]) * say.SCALES[found["scale"]] * _MINOR
        return int(minor) if minor == int(minor) else None
    return read_amount(_THOUSANDS.sub("k", text))


def _taken(pieces: list[list[str]], read: Callable[[str], T | None]) -> tuple[list[list[str]], list[T]]:
    """The words without every run that can be read, the longest at each place, and what was read."""
    left: list[list[str]] = []
    found: list[T] = []
    for words in pieces:
        kept: list[str] = []
        start = 0
        while start < len(words):
            end, one = _longest(words, start, read)
            kept, left = (kept, left) if one is None else ([], [*left, kept])
            kept += words[start:end] if one is None else []
            found += [] if one is None else [one]
            start = end
        left.append(kept)
    return [words for words in left if words], found


def _longest(words: Sequence[str], start: int, read: Callable[[str], T | None]) -> tuple[int, T | None]:
    """Where the longest run of words from a place on ends that can be read, and what it says; else the next place."""
    for end in range(min(start + _WIDEST, len(words)), start, -1):
        if (one := read(" ".join(words[start:end]))) is not None:
            return end, one
    return start + 1, None


_REASON = late(say.REASON, re.IGNORECASE)
_SPLIT = late(rf"(?:{'|'.join(say.SPLIT)})", re.IGNORECASE)
_PERIOD = late(say.PERIOD, re.IGNORECASE)
_HALF, _UNDATED, _QUARTER_OF = (late(pattern) for pattern in (say.HALF, say.UNDATED, say.QUARTER_OF))
_METRICS = {code: late(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for code, words in say.METRICS.items()}
_COUNT, _MILLIONS, _THOUSANDS = (late(pattern) for pattern in (say.COUNT, say.MILLIONS, say.THOUSANDS))
_PRODUCT = late(rf"^{say.PRODUCT}", re.IGNORECASE)
_SEPARATORS = late(say.SEPARATORS)
_NOTHING = late(say.NOTHING, re.IGNORECASE)
_EDGES = late(rf"^(?:{say.FILLER})+|(?:{say.FILLER})+$")
