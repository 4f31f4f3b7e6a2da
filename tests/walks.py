"""A walk through the life of an order: anybody presses anything, and after each step all that is kept must agree."""

import json
from random import Random
from typing import Any

from bot.trade_words import STATES
from playground import ClientRefusedError, Delivered, Message, Person, RequiredMissing
from sales.orders import MOVES, Move, State
from tests.installation import Installation
from tests.ordering import Market
from tests.seen import labels, parts

PRODUCTS = ("A100", "B7", "A200")
WRITTEN = ("1", "2", "0", "-1", "两", "３", "", "1台", "许多")
"""Quantities as somebody might type them into a form."""

ELSEWHERE = {
    "帮助",
    "拜访",
    "跟进",
    "今天",
    "客户",
    "周报",
    "日报",
    "设置",
    "看还有哪些待审批",
    "审批",
    "不改了",
    "返回",
}
"""Buttons that lead away from an order, or only back to it."""

RARELY = {"取消": 0.1, "余量不发了": 0.3, "下一步": 0.3, "修改": 0.3, "驳回": 0.4}
"""Buttons that would end or stop the life of every order, if they were pressed as often as the others."""

FORMS = {"input", "select_static"}


class Walk:
    """People of one team who do something at random, always the same for one seed."""

    def __init__(self, market: Market, seed: int) -> None:
        self.market, self.house, self.dice = market, market.house, Random(seed)
        self.people = [market.rep, market.rep, market.other, market.manager, market.manager, self.house.admin]
        self.done: list[str] = []

    def step(self) -> None:
        """One thing said or pressed, and everything looked at."""
        person = self.dice.choice(self.people)
        message = self._press(person) if self.dice.random() < 0.75 else self._say(person)
        self.house.drain()
        check_rows(self.house, self.done)
        if message is not None:
            check_card(self.house, message, self.done)
        self.house.clock.advance(self.dice.choice((1, 60, 3600)))

    def _say(self, person: Person) -> Message:
        dice = self.dice
        ((count,),) = self.house.rows("select count(*) from orders")
        number, product, n = f"SO-{dice.randint(1, count)}", dice.choice(PRODUCTS), dice.randint(1, 6)
        words = dice.choice(
            (
                f"订单 华宁精密 {product}*{n} {dice.choice(('', '95折', '9折', '8折', '5折'))}",
                f"order {number}",
                f"发货 {number} {n}",
                f"发货 {number}",
                f"退货 {number} {n} 质量",
                f"回款 华宁精密 {n * 100} {number}",
                f"取消 {number}",
                f"分成 {number} @{dice.choice((self.market.other, self.market.manager)).name} 30%",
                "approvals",
            )
        )
        self.done.append(f"{person.name}: {words}")
        return self.house.say(person, words)

    def _press(self, person: Person) -> Message | None:
        direct = self.house.feishu.direct(person)
        seen = [each for each in self.house.feishu.messages(direct) if _useful(each)]
        if not seen:
            return None
        message = seen[-1] if self.dice.random() < 0.7 else self.dice.choice(seen)
        offered = _useful(message)
        (label,) = self.dice.choices(offered, [RARELY.get(each, 1) for each in offered])
        self.done.append(f"{person.name}: [{label}]")
        try:
            self._act(person, message, label)
        except (ClientRefusedError, RequiredMissing):
            self.done.append("(the client refused)")
        return self.house.feishu.world.messages[message.message_id]

    def _act(self, person: Person, message: Message, label: str) -> Delivered:
        found = [form for form in parts(message.card) if form.get("tag") == "form"]
        if not any(label in _buttons(form) for form in found):
            return self.house.feishu.press(person, message.message_id, label)
        typed = {name: value for form in found for name, value in self._typed(form).items()}
        return self.house.feishu.submit(person, message.message_id, typed)

    def _typed(self, form: dict[str, Any]) -> dict[str, str]:
        """Now and then something else than the form offers: in its quantities, its prices and its reason."""
        typed: dict[str, str] = {}
        for field in parts(form):
            name = str(field.get("name", ""))
            if field.get("tag") not in FORMS or (name != "reason" and self.dice.random() < 0.5):
                continue
            if name.startswith("quantity_"):
                typed[name] = self.dice.choice(WRITTEN)
            if name == "price_1":
                typed[name] = self.dice.choice(("", "9折", "80", "0", "-30%"))
            if name == "reason":
                typed[name] = "surplus" if field["tag"] == "select_static" else "太低了"
        return typed


def _useful(message: Message) -> list[str]:
    return [label for label in labels(message) if label not in ELSEWHERE] if message.card else []


def _buttons(part: Any) -> list[str]:
    return [str(each["text"]["content"]) for each in parts(part) if each.get("tag") == "button"]


def check_rows(house: Installation, done: list[str]) -> None:
    """Nothing failed, every order stands where its audit leads, and its figures agree with one another."""
    failed = house.rows("select error from inbox where state <> 'answered'")
    assert failed == [], (failed, done)
    for order_id, state, mark, rep_id, amount in house.rows("select id, state, mark, rep_id, amount from orders"):
        check_way(house, order_id, state, done)
        rows = house.rows(
            f"select quantity, shipped, returned, cancelled, amount from order_lines where order_id = {order_id}"  # noqa: S608
        )
        assert sum(row[4] for row in rows) == amount, done
        assert all(0 <= back <= out and gone >= 0 and out + gone <= n for n, out, back, gone, _ in rows), done
        left = sum(n - out - gone for n, out, _, gone, _ in rows)
        assert (left == 0) == (State(state) in (State.SHIPPED, State.CLOSED, State.CANCELLED)), (state, done)
        shares = dict(house.rows(f"select rep_id, share from order_splits where order_id = {order_id}"))  # noqa: S608
        assert sum(shares.values()) == 10_000, done
        asked = house.rows(
            "select mark, approver_id, asked_by from approvals "  # noqa: S608
            f"where order_id = {order_id} and decision is null"
        )
        assert bool(asked) == (state == State.APPROVING), (state, done)
        assert all(each == mark and who not in {rep_id, by} for each, who, by in asked), done
    check_money(house, done)


def check_way(house: Installation, order_id: int, state: str, done: list[str]) -> None:
    """From draft on every move in the audit starts where the one before ended, and the last one ends here."""
    rows = house.rows(
        f"select verb, before, actor_id from audit where subject = 'SO-{order_id}' order by id"  # noqa: S608
    )
    stands = State.DRAFT
    for verb, before, actor in rows:
        if verb in set(Move):
            was = (json.loads(before) if isinstance(before, str) else before)["state"]
            assert was == stands, (verb, was, stands, done)
            stands = MOVES[Move(verb)][stands]
            assert actor
    assert stands == state, done


def check_money(house: Installation, done: list[str]) -> None:
    """What was billed, is what left; nobody decided about an order of which they have a share."""
    left = house.rows("select coalesce(sum(amount), 0) from shipment_lines")
    assert left == house.rows("select coalesce(sum(amount), 0) from receivables where shipment_id is not null"), done
    own = (
        "select a.order_id from approvals a join order_splits s on s.order_id = a.order_id "
        "and s.rep_id = a.decided_by where a.decision = 'approved' "
        "and not exists (select 1 from audit x where x.verb = 'share' "
        "and x.subject = 'SO-' || a.order_id and x.at >= a.decided_at)"
    )
    assert house.rows(own) == [], done


def check_card(house: Installation, message: Message, done: list[str]) -> None:
    """An order's card that was just drawn says how it stands."""
    header = (message.card or {}).get("header", {})
    title = str(header.get("title", {}).get("content", ""))
    if title.startswith(("订单 SO-", "请确认订单 SO-")):
        order_id = int(title.rpartition("-")[2])
        ((state,),) = house.rows(f"select state from orders where id = {order_id}")  # noqa: S608
        assert STATES[State(state)].zh in json.dumps(header, ensure_ascii=False), (title, state, done[-1])
