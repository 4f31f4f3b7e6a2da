"""Orders on their way to a decision, for tests of authority; all of it is invented."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import approvals
from bot.context import Context, House
from bot.deliveries import Delivery
from playground import Delivered, Message, Person
from sales.customers import Tier
from sales.orders import Content, Kind, Move, Wish
from storage import order_moves
from storage.engine import Connection
from storage.orders import Order, hold_order
from storage.people import find_person
from tests.installation import Installation, Squad
from tests.seen import cards, parts, read
from tests.trade import Shop, buyer, open_shop


def context(db: Connection, house: House, open_id: str, now: datetime, key: str = "test") -> Context:
    """What a handler would be given for something this person does."""
    person, seats = find_person(db, open_id)
    return Context(db, now, Delivery(key, now), open_id, person, seats, house)


@dataclass(frozen=True)
class Market:
    """An installation with a team, its shop and its customer."""

    house: Installation
    squad: Squad
    shop: Shop

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def acting(self, person: Person, act: Callable[[Context], Order]) -> Order:
        """Do something as somebody, in one transaction."""
        return self.house.app.db.write(lambda db: act(context(db, self.house.app.house, person.open_id, self.now)))

    def drafted(self, rep: Person, *wishes: Wish, customer: str = "华宁精密", kind: Kind = Kind.SALE) -> Order:
        """An order that nobody has submitted."""
        return self.acting(rep, lambda ctx: self._draft(ctx, wishes, customer, kind))

    def submitted(self, rep: Person, *wishes: Wish, customer: str = "华宁精密", kind: Kind = Kind.SALE) -> Order:
        """An order as its rep has submitted it."""
        return self.submit(rep, self.drafted(rep, *wishes, customer=customer, kind=kind))

    def submit(self, by: Person, order: Order) -> Order:
        """Let somebody submit a draft."""

        def act(ctx: Context) -> Order:
            held = _held(ctx.db, order.id)
            return approvals.settle_submitted(ctx, order_moves.submit(ctx.db, held, ctx.me.id, ctx.today, ctx.now))[0]

        return self.acting(by, act)

    def reworded(self, rep: Person, order: Order, *wishes: Wish) -> Order:
        """Change what an order says, as its rep."""

        def act(ctx: Context) -> Order:
            held = _held(ctx.db, order.id)
            approvals.void(ctx, held)
            content = replace(held.content, wishes=wishes)
            customer = buyer(ctx.db, held.customer, ctx.me, ctx.now)
            return order_moves.reword(ctx.db, held, customer, content, ctx.me.id, ctx.today, ctx.now)

        return self.acting(rep, act)

    def cancelled(self, rep: Person, order: Order) -> Order:
        """Cancel an order as its rep."""

        def act(ctx: Context) -> Order:
            held = _held(ctx.db, order.id)
            approvals.void(ctx, held)
            return order_moves.move(ctx.db, held, Move.CANCEL, ctx.me.id, ctx.now, on=ctx.today)

        return self.acting(rep, act)

    def state(self, order: Order) -> str:
        """Where an order stands now."""
        return str(self.house.rows(f"select state from orders where id = {order.id}")[0][0])  # noqa: S608

    def _draft(self, ctx: Context, wishes: Sequence[Wish], customer: str, kind: Kind) -> Order:
        owner = buyer(ctx.db, customer, ctx.me, ctx.now)
        return order_moves.add_draft(
            ctx.db, ctx.team, ctx.me, owner, Content(tuple(wishes), kind=kind), ctx.now, ctx.now
        )


def market(house: Installation, reps: tuple[str, ...] = ("李雷", "韩梅梅"), tier: Tier | None = None) -> Market:
    """A team with something to sell and somebody to sell it to."""
    squad = house.squad(reps=reps)

    def build(db: Connection) -> Shop:
        boss = find_person(db, squad.manager.open_id)[0]
        assert boss is not None
        buyer(db, "华宁精密", boss, house.clock.now(), tier)
        return open_shop(db, boss, house.clock.now())

    return Market(house, squad, house.app.db.write(build))


def questions(house: Installation, person: Person) -> list[Message]:
    """The questions in somebody's direct chat, settled or not, the oldest first."""
    return [card for card in cards(house, house.feishu.direct(person)) if is_question(card)]


def over(shop: Market, rep: Person | None = None, rate: int = 8500, quantity: int = 10) -> Order:
    """An order beyond what a rep may give, submitted."""
    return shop.submitted(rep or shop.squad.reps[0], shop.shop.wish("A100", quantity, rate=rate))


def question(house: Installation, person: Person) -> Message:
    """The only question somebody was asked."""
    (card,) = questions(house, person)
    return card


def press(house: Installation, person: Person, label: str, card: Message | None = None) -> Delivered:
    """Press a button of the only question somebody was asked, or of another card."""
    return house.feishu.press(person, (card or question(house, person)).message_id, label)


def decline(house: Installation, person: Person, label: str, reason: str, card: Message | None = None) -> Delivered:
    """Press, and say why."""
    asked = card or question(house, person)
    house.feishu.press(person, asked.message_id, label)
    return house.feishu.submit(person, asked.message_id, {"reason": reason})


def last(house: Installation, person: Person) -> str:
    """The newest card in somebody's chat."""
    return read(cards(house, house.feishu.direct(person))[-1])


def click(house: Installation, person: Person, card: Message, value: Any) -> Delivered:
    """Press a button that is not on the card any more, or never was."""
    event = {"operator": {"open_id": person.open_id}, "action": {"tag": "button", "value": value}}
    event["context"] = {"open_message_id": card.message_id, "open_chat_id": card.chat_id}
    return house.feishu.deliver(house.feishu.envelope("card.action.trigger", event))


def value_of(card: Message, label: str) -> Any:
    """What a button carries."""
    (button,) = [part for part in parts(card.card) if part.get("tag") == "button" and part["text"]["content"] == label]
    return button["behaviors"][0]["value"]


def stand_in(house: Installation, person: Person, other: Person) -> str:
    """Name a deputy; what the bot says to that."""
    return read(house.say(person, f"代理 @{other.name}"))


def away(house: Installation, person: Person) -> None:
    """Somebody tells leave for today."""
    card = house.say(person, "请假 今天")
    house.feishu.press(person, card.message_id, "确认")


def is_question(card: Message) -> bool:
    """Whether a card is a question to an approver."""
    title = read(card).splitlines()[0] if read(card) else ""
    header = str((card.card or {}).get("header", {}).get("title", {}).get("content", title))
    return header.startswith(("请审批", "审批 SO"))


def _held(db: Connection, order_id: int) -> Order:
    held = hold_order(db, order_id)
    assert held is not None
    return held
