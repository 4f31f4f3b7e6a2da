"""What the name of a customer consists of, and how like two names are."""

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from sales.patterns import late
from sales.phrases import COMPANY_FORMS, HAN, INSTITUTIONS, ORDINALS, REGION_MARKS, REGIONS, TRADES
from sales.records import dataclass

_BRACKETS = late(r"[(\[{<\u3010\u3014\u300a](.*?)[)\]}>\u3011\u3015\u300b]")
_HAN = late(HAN)
_FORMS = tuple(form for form in COMPANY_FORMS if not form.isascii())
_FORM_WORDS = frozenset(COMPANY_FORMS) - frozenset(_FORMS)
_LONGEST_REGION = max(map(len, REGIONS))
_SLIP_FROM = 6
"""From so many letters on, one that differs is taken for a slip of the finger."""


def name_key(name: str) -> str:
    """The form in which names are compared: full-width as half-width, no spaces or punctuation, one letter case.

    >>> name_key("\uff28uaning \uff08AG\uff09") == name_key("huaning(ag)")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Marks are kept, for in many scripts they are the vowels.
    kept = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LMN")
    return unicodedata.normalize("NFKC", kept) if any(map(str.isalnum, kept)) else folded.strip()


class Verdict(StrEnum):
    """Whether two names are one customer's: taken to be, worth a question, or merely worth showing."""

    SAME = "same"
    PROBABLY = "probably"
    POSSIBLY = "possibly"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two names are, from 0 to 100, and what follows from it."""

    score: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, each part as a key.

    `full` is the whole without the company's legal form, `core` also without the place where that was said beside the
    name, `bare` without the place in any case, `stem` without the trade; `region` is the place, empty if none was said.
    """

    key: str
    full: str
    core: str
    bare: str
    stem: str
    region: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything under which this name is looked up, the barest first."""
        return tuple(dict.fromkeys((self.bare, self.stem, self.core, self.full, self.key)))


def core(name: str) -> str:
    """A name's key without the company's legal form; and without its place, where a form or a bracket was left out.

    A hospital or university keeps the city that it is called after.
    """
    return parsed(name).core


@lru_cache(4096)
def parsed(name: str) -> Name:
    """A name as people write it, taken apart."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    key = name_key(name)
    outside, bracketed = _without_place(folded)
    full, had_form = _without_form(outside)
    if not full:
        full, had_form = name_key(outside) or key, False
    bare, led = _after_place(full)
    region = bracketed or led
    kept = bare if had_form or bracketed else full
    return Name(key, full, kept, bare, _without_trade(bare), region)


def likeness(one: Name, other: Name) -> Likeness | None:
    """How like two names are by their letters; None where nothing speaks for one customer."""
    if one.key == other.key:
        return Likeness(100, Verdict.SAME)
    near = not one.region or not other.region or one.region == other.region
    if one.full == other.full and near:
        return Likeness(98, Verdict.SAME)
    if one.core == other.core:
        return Likeness(96, Verdict.SAME) if near else Likeness(88, Verdict.PROBABLY)
    if one.bare == other.bare:
        return Likeness(87, Verdict.PROBABLY) if near else Likeness(76, Verdict.POSSIBLY)
    if one.stem == other.bare or other.stem == one.bare:
        return Likeness(84, Verdict.PROBABLY) if near else Likeness(72, Verdict.POSSIBLY)
    return Likeness(82, Verdict.PROBABLY) if near and _is_slip(one.bare, other.bare) else None


def _without_place(folded: str) -> tuple[str, str]:
    """The name without a place in brackets, and that place; other brackets stay."""
    for found in _BRACKETS.finditer(folded):
        place = name_key(found[1]).rstrip(REGION_MARKS)
        if place in REGIONS:
            return folded[: found.start()] + folded[found.end() :], place
    return folded, ""


def _without_form(folded: str) -> tuple[str, bool]:
    """The key without legal forms at its end, and whether there were any: Latin ones are whole words."""
    words = re.findall(r"[^\W_]+", folded)
    count = len(words)
    while len(words) > 1 and words[-1] in _FORM_WORDS:
        words.pop()
    key = name_key("".join(words)) if len(words) < count else name_key(folded)
    stripped = key
    while form := next((form for form in _FORMS if stripped.endswith(form)), ""):
        stripped = stripped.removesuffix(form)
    return stripped, len(words) < count or stripped != key


def _after_place(key: str) -> tuple[str, str]:
    """What follows a province or city at the beginning, and which that was; the key itself where it is the name."""
    region = ""
    while place := _leading_place(key):
        rest = key.removeprefix(place)
        rest = rest[1:] if rest[:1] and rest[0] in REGION_MARKS else rest
        if len(rest) < 2 or rest.startswith(INSTITUTIONS):
            break
        key, region = rest, place
    return key, region


def _leading_place(key: str) -> str:
    lengths = range(min(_LONGEST_REGION, len(key) - 1), 1, -1)
    return next((key[:length] for length in lengths if key[:length] in REGIONS), "")


def _without_trade(key: str) -> str:
    trade = max((trade for trade in TRADES if key.endswith(trade)), key=len, default="")
    rest = key.removesuffix(trade)
    return rest if len(rest) >= (2 if _HAN.search(rest) else 3) else key


def _is_slip(one: str, other: str) -> bool:
    """Whether long names differ by one letter, left out, added or mistaken, that is no number or direction."""
    if min(len(one), len(other)) < _SLIP_FROM or abs(len(one) - len(other)) > 1:
        return False
    steps = [step for step in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if step[0] != "equal"]
    if len(steps) != 1:
        return False
    _, i, j, k, m = steps[0]
    return max(j - i, m - k) == 1 and not set(one[i:j] + other[k:m]) & set(ORDINALS)
