"""Why goods come back, as people write it behind what comes back."""

from sales import order_phrases as say
from sales.lines import pattern
from sales.phrases import half_width
from sales.shipping import Reason


def read_reason(words: str) -> tuple[Reason | None, str]:
    """The reason that some words give, if they give one, and the words as a note, unless they only name the reason."""
    said = words.strip(say.TRIMMED)
    text = half_width(said)
    first, _, rest = said.partition(" ")
    if named := _named(text):
        return named, ""
    if rest and (named := _named(half_width(first))):
        return named, rest.strip(say.TRIMMED)
    for value, signs in say.REASON_SIGNS.items():
        if pattern(rf"(?<![a-z])(?:{signs})").search(text):
            return Reason(value), said
    return None, said


def _named(words: str) -> Reason | None:
    return next((Reason(value) for value, names in say.REASON_NAMES.items() if pattern(names).fullmatch(words)), None)
