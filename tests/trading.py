"""Who there is around a team that trades, and presses as no card of ours offers them, for tests of rights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.form import Form
from playground import Delivered, Message, Person
from tests.approving import click
from tests.installation import Installation, Squad
from tests.stall import goods, quoted, sold, stocked

EVERYBODY = ("member", "colleague", "manager", "neighbour", "director", "admin", "stranger", "gone")
"""A rep, another rep of the team, its manager, another team's, a director and an admin in a team, and outsiders."""


@dataclass(frozen=True)
class Town:
    """Everybody by what they are, with the team of the member; the shop is open and the member has quoted and sold."""

    house: Installation
    squad: Squad
    people: Mapping[str, Person]

    def say(self, who: str, words: str) -> Message:
        """Write to the bot directly; the card that answers."""
        return self.house.say(self.people[who], words)

    def press(self, who: str, form: Form, typed: Mapping[str, str] | None = None, **forged: Any) -> Delivered:
        """Press a button that carries a form, made out to whoever presses it; `forged` replaces hidden values."""
        person = self.people[who]
        stamp: dict[str, Any] = form.stamp(to=person.open_id, key=f"{form.name()}{forged}")
        stamp["with"] = {**stamp["with"], **forged}
        if typed is None:
            return click(self.house, person, self.card_of(who), stamp)
        card = self.card_of(who)
        action = {"tag": "button", "value": stamp, "form_value": dict(typed), "name": "any"}
        event = {"operator": {"open_id": person.open_id}, "action": action}
        event["context"] = {"open_message_id": card.message_id, "open_chat_id": card.chat_id}
        return self.house.feishu.deliver(self.house.feishu.envelope("card.action.trigger", event))

    def card_of(self, who: str) -> Message:
        """The newest card that somebody has been sent."""
        return self.house.feishu.last_card(self.house.feishu.direct(self.people[who]))

    def rows(self, *tables: str) -> list[tuple[Any, ...]]:
        """Everything in some tables, to be compared with what is in them later."""
        return [row for table in tables for row in self.house.rows(f"select * from {table} order by 1, 2")]  # noqa: S608

    def failed(self) -> list[tuple[Any, ...]]:
        """The deliveries that met a bug."""
        return self.house.rows("select error from inbox where state = 'failed'")


def town(house: Installation) -> Town:
    """Found two teams, let one of the first leave, and open the shop."""
    squad = house.squad(reps=("李雷", "韩梅梅", "周离开"))
    other = house.squad("华西一队", "刘经理", ("周周",))
    boss, stranger = house.people("钱总监", "路人")
    house.feishu.join(other.chat, [boss, house.admin])
    house.feishu.leave(squad.chat, [squad.reps[2]])
    direct(house, boss)
    stocked(house)
    member = squad.reps[0]
    quoted(house, member, "华宁精密", goods(house).wish("A100", 10, rate=9500))
    sold(house, member, "华宁精密", goods(house).wish("A100", 3))
    known = (member, squad.reps[1], squad.manager, other.manager, boss, house.admin, stranger, squad.reps[2])
    made = Town(house, squad, dict(zip(EVERYBODY, known, strict=True)))
    for who in EVERYBODY:
        made.say(who, "帮助")
    house.drain()
    return made


def direct(house: Installation, boss: Person) -> None:
    """Make somebody a director, as the config would."""
    trade = replace(house.app.house.trade, directors=frozenset({boss.open_id}))
    object.__setattr__(house.app.house, "trade", trade)
