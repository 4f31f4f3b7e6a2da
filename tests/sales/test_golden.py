"""Sentences of reps, annotated by somebody who did not know the parser: how many of their fields it gets right.

`tests/golden/README.md` says what each column holds. One part is for developing the parser, the other for measuring.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sales.sentences import VisitSentence
from tests.sales.telling import read

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ENOUGH = 0.95
"""The share of fields, over all sentences of the measuring part, that must be right."""


def rows(part: str) -> list[dict[str, str]]:
    with (GOLDEN / f"visits_{part}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cells(sentence: VisitSentence) -> dict[str, str]:
    """A sentence as the cells of the golden file."""
    return {
        "customer": sentence.customer,
        "customer_id": str(sentence.customer_id or ""),
        "contact": sentence.contact,
        "purpose": sentence.purpose,
        "outcome": sentence.outcome,
        "next_step": sentence.next_step,
        "next_step_on": sentence.next_step_on.isoformat() if sentence.next_step_on else "",
        "visited_on": sentence.visited_on.isoformat() if sentence.visited_on else "",
        "kind": sentence.kind or "",
        "willingness": "" if sentence.willingness is None else str(sentence.willingness),
        "companion": sentence.companion,
        "rest": " ".join(sentence.rest),
    }


@dataclass(frozen=True)
class Score:
    """How many sentences there were, and in how many of them each field was wrong."""

    sentences: int
    wrong: Counter[str]
    fields: tuple[str, ...]

    @property
    def rate(self) -> float:
        return 1 - self.wrong.total() / (self.sentences * len(self.fields))

    def __str__(self) -> str:
        each = (f"{field} {1 - self.wrong[field] / self.sentences:.1%}" for field in self.fields)
        return f"{self.rate:.2%} of {self.sentences} sentences' fields are right: {', '.join(each)}"


def score(part: str) -> Score:
    wrong: Counter[str] = Counter()
    sentences = rows(part)
    for row in sentences:
        found = cells(read(row["said"]))
        wrong.update(field for field, cell in found.items() if (row[field] or "").strip() != cell)
    return Score(len(sentences), wrong, tuple(cells(read(""))))


def test_there_are_sentences_enough() -> None:
    assert len(rows("develop")) + len(rows("measure")) >= 200
    assert not {row["said"] for row in rows("develop")} & {row["said"] for row in rows("measure")}


@pytest.mark.parametrize("part", ["develop", "measure"])
def test_nearly_every_field_is_right(part: str) -> None:
    found = score(part)
    assert found.rate >= ENOUGH, str(found)
