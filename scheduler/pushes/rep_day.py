"""A rep's own morning card: everything that today holds for them; later it is what else comes up is added to."""

from collections.abc import Iterator

from bot.card import Card
from sales.attention import DAY_CARD
from sales.roles import Role
from scheduler.day_cards import day_card
from scheduler.mornings import mornings_of
from scheduler.push import Occasion, Push
from storage import people


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each rep who has anything to do; who is on leave is left alone by the push itself."""
    reps = [person for person, role in people.roster(occasion.db, occasion.team) if role is Role.REP]
    mornings = mornings_of(occasion, reps)
    for rep in reps:
        if mornings[rep.id]:
            yield rep.open_id, day_card(occasion, rep.open_id, mornings[rep.id])


push = Push(DAY_CARD, lambda house: house.rep_card_at, compose)
