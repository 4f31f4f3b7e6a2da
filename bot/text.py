"""Two languages are one value: words for people are `Text`, and neither half can be missing."""

from collections.abc import Callable, Iterable

from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words in Chinese and English; the reader's own client picks one of them.

    Raises ValueError when either half is blank, so half a translation cannot be built.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a blank half here, where the mistake is still next to its author."""
        if not self.zh.strip() or not self.en.strip():
            msg = f"both languages are needed: {self.zh!r} / {self.en!r}"
            raise ValueError(msg)

    def fill(self, **values: object) -> "Text":
        """Put values into the `{name}` places of both halves; a `Text` value gives each half its own language."""
        zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def map(self, change: Callable[[str], str]) -> "Text":
        """Apply one function to both halves: cutting to a length, escaping."""
        return Text(change(self.zh), change(self.en))


def same(word: object) -> Text:
    """Words that read alike in both languages: an id such as `V-12`, a number, a person's name."""
    return Text(str(word), str(word))


def joined(parts: Iterable[Text], between: Text | str) -> Text:
    """One `Text` of several, which must not be empty; a separator that is a str serves both languages."""
    kept = list(parts)
    zh, en = (between.zh, between.en) if isinstance(between, Text) else (between, between)
    return Text(zh.join(part.zh for part in kept), en.join(part.en for part in kept))
