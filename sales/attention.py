"""How much of a person's attention a day may take: the budget of messages that they did not ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """How many unasked messages may ring on one working day, and how many escalations beyond them."""

    most_a_day: int = 3
    most_escalations: int = 5
