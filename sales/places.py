"""Places in a sentence: what stands at one, where the piece that begins there ends, where the next date is."""

import re
from datetime import date
from functools import lru_cache

from sales import visit_phrases as say
from sales.daywords import Form, Seen, found_forms
from sales.phrases import half_width

_MASK = "\0"


@lru_cache(256)
def pattern(words: str) -> re.Pattern[str]:
    """A pattern of whatever letter case, compiled when it is first needed; those with people's names come and go."""
    return re.compile(words, re.IGNORECASE)


class Places:
    """A sentence and the place `at` which it is being read; its text is half-width, letter for letter as said."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.text = half_width(words)
        self.at = 0
        self.days: dict[int, tuple[Form, re.Match[str]]] = {}

    def find_days(self) -> None:
        """Note where the dates are."""
        self.days = {match.start(): (form, match) for form, match in found_forms(self.text)}

    def day(self, found: tuple[Form, re.Match[str]], today: date, *, past: bool = False) -> date | None:
        """The day that a date phrase means."""
        return found[0].day(found[1], Seen(today, past))

    def mask(self, start: int, end: int) -> None:
        """Take words out that have been read; the place they leave parts what stood around them."""
        self.text = self.text[:start] + _MASK * (end - start) + self.text[end:]

    def match(self, words: str, at: int | None = None) -> re.Match[str] | None:
        """What stands at a place (the present one, if none is given), if it fits a pattern."""
        return pattern(words).match(self.text, self.at if at is None else at)

    def skip(self, found: re.Match[str] | None) -> bool:
        """Go on behind what was found; whether anything was."""
        if found:
            self.at = found.end()
        return found is not None

    def past_gap(self, words: str, at: int) -> int:
        """The place behind what may, but need not, stand at a place."""
        gap = self.match(words, at)
        return gap.end() if gap else at

    def starts_clause(self) -> bool:
        """Whether nothing or a separator stands before the present place."""
        return self.at == 0 or bool(pattern(f"(?:{say.SEPARATOR})$").search(self.text[max(0, self.at - 9) : self.at]))

    def end(self, at: int) -> int:
        """Where the piece that begins here ends: at the next separator; English words belong together."""
        for mark in pattern(say.SEPARATOR).finditer(self.text, at):
            if not (mark[0].isspace() and self.joins(mark.start(), mark.end())):
                return mark.start()
        return len(self.text)

    def joins(self, before: int, after: int) -> bool:
        """Whether a space between these places stands between two words in Latin letters or digits."""
        return bool(re.fullmatch(r"[A-Za-z0-9.&%]\s+[A-Za-z0-9]", self.text[max(0, before - 1) : after + 1]))

    def next_day(self, at: int, end: int) -> int:
        """Where the first date after `at` begins, at most `end`; what is talked about may hold a date."""
        starts = sorted(start for start in self.days if at < start < end)
        inside = pattern(say.STANDS_IN_PURPOSE)
        return next((start for start in starts if not inside.search(self.text[at:start])), end)

    def cut(self, words: str, at: int, end: int) -> int:
        """Where a pattern first fits in `[at, end)`; else the end."""
        found = pattern(words).search(self.text, at, end)
        return found.start() if found else end
