"""How willing a customer is, after one visit: ten questions, each answered in tenths of its weight.

A score counts the answered questions only and says out of how many points; what was not answered is never a nought.
Source of the questions and of 40 and 70: the customer analysis sheet that the sales books print (100 points, below 40
failed, above 70 good); the sheet gives no weights, so ours are data.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from sales.records import dataclass

QUESTIONS = (
    "used_similar",
    "knows_product",
    "knows_depth",
    "knows_rivals",
    "knows_peers",
    "knows_value",
    "knows_cost",
    "knows_service",
    "influence",
    "few_deciders",
)
"""The ten questions by their keys, in the order in which they are asked."""

LEVELS = (0, 3, 5, 8, 10)
"""What an answer is worth, in tenths of its question's weight."""

TENTHS = 10
HIGHEST = 100


class Band(StrEnum):
    """What a complete score means."""

    FAILING = "failing"
    FAIR = "fair"
    GOOD = "good"


@dataclass(frozen=True)
class Scheme:
    """How much each question weighs, a hundred points in all, and which scores are failing, fair or good.

    Failing is below `fair_from`, good is above `good_above`; both edges are fair. Raises ValueError for weights that
    do not add up.
    """

    weights: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(QUESTIONS, HIGHEST // len(QUESTIONS)))
    fair_from: int = 40
    good_above: int = 70

    def __post_init__(self) -> None:
        """Refuse what would make a score mean something else than points of a hundred."""
        if tuple(self.weights) != QUESTIONS or sum(self.weights.values()) != HIGHEST or min(self.weights.values()) < 0:
            msg = f"the ten weights must add up to {HIGHEST}: {dict(self.weights)}"
            raise ValueError(msg)


SCHEME = Scheme()
"""Ten points for each question."""


@dataclass(frozen=True, slots=True)
class Willingness:
    """One visit's score: `points` out of the `of` that could be had, and the answered levels by question.

    Without answers it is a feeling: a whole score that was given as a number.
    """

    points: int
    of: int
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether it may be compared and banded: nothing is missing from its hundred points."""
        return self.of == HIGHEST


def scored(answers: Mapping[str, int], scheme: Scheme = SCHEME) -> Willingness:
    """The score of the answered questions (key → level of `LEVELS`); halves of a point are rounded up."""
    tenths = sum(scheme.weights[question] * level for question, level in answers.items())
    of = sum(scheme.weights[question] for question in answers)
    kept = {question: answers[question] for question in QUESTIONS if question in answers}
    return Willingness((tenths + TENTHS // 2) // TENTHS, of, kept)


def felt(points: int) -> Willingness:
    """The score of somebody who has only a feeling, from 0 to 100."""
    return Willingness(points, HIGHEST)


def band(score: Willingness, scheme: Scheme = SCHEME) -> Band | None:
    """The band of a complete score, None for one in part."""
    if not score.is_complete:
        return None
    if score.points < scheme.fair_from:
        return Band.FAILING
    return Band.GOOD if score.points > scheme.good_above else Band.FAIR


def change(now: Willingness, before: Willingness | None) -> int | None:
    """By how many points a complete score differs from the complete one before it; None where either is missing."""
    if before is None or not (now.is_complete and before.is_complete):
        return None
    return now.points - before.points


def weakest(score: Willingness, scheme: Scheme = SCHEME) -> str | None:
    """The answered question that leaves the most points lying, the first of equals; None when none are left."""
    lost = {question: scheme.weights[question] * (TENTHS - level) for question, level in score.answers.items()}
    worst = max(lost, key=lambda question: lost[question], default=None)
    return worst if worst and lost[worst] else None
