"""Answers that are a no: in words, to the person who asked, with nothing kept."""

from bot.text import Text
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a form: the field's name, its label, and why it was not accepted."""

    field: str
    label: Text
    why: Text


class Refusal(Exception):  # noqa: N818 - it is not an error of the program but an answer to a person
    """A refusal in words; `problems` says which fields of a form it is about, if it is about any."""

    def __init__(self, words: Text, problems: tuple[Problem, ...] = ()) -> None:
        """Take the sentence that the person will read."""
        super().__init__(words.en)
        self.words = words
        self.problems = problems
