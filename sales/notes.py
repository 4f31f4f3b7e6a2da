"""The fields of a sentence while it is read: pieces of its own words, put together where they stand side by side."""

from dataclasses import field

from sales.records import dataclass
from sales.visit_phrases import TRIMMED

_FREE = {"purpose", "outcome", "next_step"}


@dataclass(slots=True)
class Notes:
    """What has been read into each field, as spans of the words said, and the words that fit no field."""

    words: str
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    last: str = ""
    rest: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """A field's words; empty if nothing was said. Pieces that stood apart are put together with a space."""
        return " ".join(self.words[start:end] for start, end in self.spans.get(name, []))

    def __contains__(self, name: str) -> bool:
        """Whether anything was said for a field."""
        return name in self.spans

    def note(self, name: str, start: int, end: int) -> None:
        """Put a piece into a field; a second contact or customer that stands apart belongs nowhere."""
        start, end = trimmed(self.words, start, end)
        if start >= end:
            return
        if name == "rest" or (name in self and name not in _FREE and self.last != name):
            self.quote(name, start, end)
        elif self.last == name and self._adjoins(name, start):
            self.spans[name][-1] = (self.spans[name][-1][0], end)
        else:
            self.spans.setdefault(name, []).append((start, end))
            self.last = name

    def quote(self, name: str, start: int, end: int) -> None:
        """Keep a piece as words of no field, unless it only says again what a field has."""
        piece = self.words[start:end].strip(TRIMMED)
        if piece and piece not in self[name]:
            self.rest.append(piece)
            self.last = "rest"

    def give_up(self, name: str) -> None:
        """Empty a field whose words turned out to be none of its; they are kept as words of no field."""
        for start, end in self.spans.pop(name, []):
            self.quote("", start, end)

    def _adjoins(self, name: str, start: int) -> bool:
        return not self.words[self.spans[name][-1][1] : start].strip(TRIMMED)


def trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """A span without the spaces and punctuation at its ends."""
    piece = words[start:end]
    return start + len(piece) - len(piece.lstrip(TRIMMED)), start + len(piece.rstrip(TRIMMED))
