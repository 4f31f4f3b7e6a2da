"""The words of sheets: a cell has one text, for readers of either language."""

from functools import lru_cache

from bot.text import Text

TOTAL = Text("合计", "Total")
"""What stands before the sums."""


@lru_cache(1_000)
def both(words: Text) -> str:
    """Both languages beside each other, once where they are the same."""
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"
