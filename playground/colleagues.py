"""The colleagues whom nobody plays: on a report day those who usually are in time hand in their weekly reports."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

from playground import cards
from playground.company import Company
from playground.feishu import FakeFeishu
from playground.people import Person
from playground.reporting import ON_TIME, WORDINGS
from playground.seasons import ZONE

WRITING, OVER = time(17, 30), time(18)
"""Between these they write, if time passes there at all."""

ASKED = "周报等你提交"
"""The title of the card that asks for it; who has gone on with it since then is being played."""


class Colleagues:
    """Everybody but the first rep, whom a newcomer plays; `drain` waits until the bot has sent what it had to say."""

    def __init__(self, feishu: FakeFeishu, company: Company, drain: Callable[[], object]) -> None:
        """Act on this local Feishu."""
        self._feishu, self._company, self._drain = feishu, company, drain
        self._wrote_on: date | None = None

    def live(self, now: datetime) -> int:
        """Do what they do at this moment (aware), once a day; tell how many reports were handed in."""
        at = now.astimezone(ZONE)
        if not WRITING <= at.time() < OVER or self._wrote_on == at.date():
            return 0
        self._wrote_on = at.date()
        return sum(self._write(n, rep) for n, rep in enumerate(self._asked()))

    def _asked(self) -> Iterator[Person]:
        _, *others = self._company.portfolios
        for _, rep, habit, _ in others:
            if habit.reports.endswith(ON_TIME) and self._title(rep) == ASKED:
                yield rep

    def _title(self, rep: Person) -> str:
        said = [one for one in self._feishu.messages(self._feishu.direct(rep)) if one.card]
        return cards.title(said[-1].card or {}) if said else ""

    def _write(self, n: int, rep: Person) -> int:
        """Ask for the form, answer what only they know, and hand it in."""
        self._feishu.say(rep, self._feishu.direct(rep), "周报")
        self._drain()
        form = self._feishu.last_card(self._feishu.direct(rep))
        said = WORDINGS[n % len(WORDINGS)]
        typed = {"summary": said.summary, "problems": said.problems, "next_plan": said.next_plan}
        if not cards.forms(form.card or {}):
            return 0
        self._feishu.submit(rep, form.message_id, typed, button="submit")
        self._drain()
        return 1
