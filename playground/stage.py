"""The invented company's dealings with the bot before anybody opens the page: the beginning, and this morning."""

from collections.abc import Callable
from datetime import date, time
from zoneinfo import ZoneInfo

from playground import cards
from playground.clocks import TurnableClock
from playground.company import Company, Squad
from playground.feishu import FakeFeishu
from playground.people import Person
from playground.seasons import china
from sales.cadence import moment

MORNING_CARDS = (time(8, 30), time(8, 45), time(9), time(9, 15), time(9, 30))
"""When the bot speaks unasked on a morning, some of it on some days only."""

SENTENCE = "拜访 澄屿精工 张工 谈二期报价 意愿65"
"""What the rep says this morning; the form comes back with it filled in."""

VISIT = {"outcome": "同意试用一个月，要先看样品", "next_step": "寄样品"}
"""What the rep adds in the form."""


ORDER = "订单 澄屿精工 XH-100*6 SM-7*20 85折 30天"
"""What the rep sells in one line; nobody but the manager may grant that much."""


class Stage:
    """Plays the company's past on the local Feishu; `drain` has the bot send what waits, `tick` make what is due."""

    def __init__(
        self, feishu: FakeFeishu, clock: TurnableClock, *, drain: Callable[[], None], tick: Callable[[], None]
    ) -> None:
        """Take the place, its clock and the bot's two doings."""
        self._feishu, self._clock = feishu, clock
        self._drain, self._tick = drain, tick

    def found(self, company: Company) -> None:
        """Let the bot into the teams' groups, and have each manager press the button of its welcome."""
        for squad in company.squads:
            self._feishu.add_bot(squad.chat, squad.manager)
            self._drain()
            welcome = self._feishu.last_card(squad.chat)
            self._feishu.press(squad.manager, welcome.message_id, _first_button(welcome.card or {}))
            self._drain()

    def morning(self, company: Company, today: date, zone: ZoneInfo) -> None:
        """Let this morning's pushes be made at their time, then a rep and a manager begin their day with the bot."""
        for at in MORNING_CARDS:
            self._at(today, at, zone)
            self._tick()
            self._drain()
        squad = company.squads[0]
        self._begin_day(squad, next(iter(squad.reps)), today, zone)

    def _begin_day(self, squad: Squad, rep: Person, today: date, zone: ZoneInfo) -> None:
        self._at(today, time(9, 32), zone)
        self._feishu.say(squad.manager, squad.chat, "早！拜访完随手记一下，别攒到晚上。")
        self._at(today, time(9, 34), zone)
        self._feishu.open_direct(rep)
        self._drain()
        self._at(today, time(9, 35), zone)
        self._say(rep, "今天")
        self._at(today, time(9, 42), zone)
        self._say(rep, SENTENCE)
        form = self._feishu.last_card(self._feishu.direct(rep))
        self._at(today, time(9, 44), zone)
        self._feishu.submit(rep, form.message_id, VISIT | {"next_step_on": china().workday_after(today).isoformat()})
        self._drain()
        self._at(today, time(9, 46), zone)
        self._feishu.send_picture(rep, self._feishu.direct(rep))
        self._drain()
        self._order(rep, today, zone)

    def _order(self, rep: Person, today: date, zone: ZoneInfo) -> None:
        """An order with more off than a rep may grant: the manager has it on the phone a moment later."""
        self._at(today, time(9, 51), zone)
        self._say(rep, ORDER)
        shown = self._feishu.last_card(self._feishu.direct(rep))
        self._at(today, time(9, 52), zone)
        self._feishu.press(rep, shown.message_id, "提交")
        self._drain()

    def _say(self, person: Person, words: str) -> None:
        self._feishu.say(person, self._feishu.direct(person), words)
        self._drain()

    def _at(self, today: date, at: time, zone: ZoneInfo) -> None:
        self._clock.set(moment(today, at, zone))


def _first_button(card: dict[str, object]) -> str:
    return next(place.path for place in cards.places(card) if place.tag == "button")
