"""A line that sets prices, taken apart: which product, and what is written behind each word that names a field."""

import re
from collections.abc import Mapping
from enum import StrEnum

from sales.amounts import read_amount
from sales.patterns import late
from sales.phrases import half_width
from sales.price_phrases import FROM_ON, PRICE_WORDS, RESUME, RETIRE
from sales.records import dataclass

_APART = r"[\s,;、]"
_WORD = "|".join(
    rf"(?P<{name}>{'|'.join(rf'{each}(?![a-z])' if each.isascii() else each for each in words.split('|'))})"
    for name, words in PRICE_WORDS.items()
)
_BARE = re.sub(r"\?P<[a-z_]+>", "?:", _WORD)
_FIELD = late(rf"{_APART}(?:{_WORD})\s*[:=]?\s*(?P<value>\S.*?)(?={_APART}+(?:{_BARE})|$)", re.IGNORECASE)


class Act(StrEnum):
    """What a line wants: prices set, the product off the list, or back on it."""

    SET = "set"
    RETIRE = "retire"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What a line says: the product's code as it was typed, and the words for each field that it names."""

    code: str
    said: Mapping[str, str]
    act: Act = Act.SET


def read_price_line(line: str) -> PriceLine:
    """Take a line apart: the code comes first; a bare amount behind it is the list price. Reads no value."""
    words = half_width(line).strip()
    head = words
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(words):
        head = words[: found.start()] if not fields else head
        fields[_named(found)] = found["value"].strip(" ,;、")
    for act, acts in ((Act.RETIRE, RETIRE), (Act.RESUME, RESUME)):
        *before, last = head.split() or [""]
        if before and last.lower() in acts:
            return PriceLine(" ".join(before), fields, act)
    code, price = _priced(head.strip(" ,;、"))
    given = {"list_price": price} if price else {}
    return PriceLine(code, {name: _without_from(name, said) for name, said in (given | fields).items()})


def _named(found: re.Match[str]) -> str:
    return next(name for name in PRICE_WORDS if found.group(name))


def _priced(head: str) -> tuple[str, str]:
    """The code, and a bare amount behind it."""
    code, _, last = head.rpartition(" ")
    return (code.strip(), last) if code and read_amount(last) is not None else (head, "")


def _without_from(name: str, said: str) -> str:
    return said.removesuffix(FROM_ON).strip() if name == "first_on" else said
