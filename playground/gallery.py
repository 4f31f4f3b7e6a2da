"""Every card the bot can show, made by the bot itself: asked, pressed and pushed on a scratch installation.

What nobody can bring about there, such as a bug of ours, is built beside it. A test sees to it that no function that
draws a card is missing.
"""

import re
import tempfile
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from bot.deliveries import ChatOpened
from bot.text import Text, joined
from playground import cards
from playground.deals import Deals
from playground.explorer import Explorer
from playground.mishaps import mishaps
from playground.people import Json
from playground.plots import MANAGER, REP, SECOND, STRANGER, Plots
from playground.scratch import ADMIN, Scratch
from sales.cadence import moment
from sales.grains import Grain, stretch_of
from sales.scopes import rep as of_rep
from sales.scopes import team as of_team
from sales.targets import Place
from sales.visits import Findings, Kind
from scheduler.attention import again_card
from scheduler.day_cards import day_card
from scheduler.push import Occasion, Push, rehearse
from scheduler.pushes import PUSHES, period_close
from storage import people, visits
from storage.calendars import calendar_of
from storage.customers import find_or_add_customer
from storage.day_cards import Told
from storage.engine import Connection
from storage.targets import Entry, set_targets

MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When everything in the gallery happens: a working morning whose last working day was three days ago."""

LATE, DAY = timedelta(hours=1), timedelta(days=1)
QUARTER_OVER = date(2026, 4, 1)
"""The first working day after the quarter in which everything happens."""

AFTER_WEEKEND, CAUGHT_UP = Text("周末之后", "after a weekend"), Text("补发", "sent late")
AFTER_WORKDAY = Text("工作日之后", "after a working day")
ROLES = {
    REP: Text("销售", "rep"),
    MANAGER: Text("经理", "manager"),
    STRANGER: Text("陌生人", "stranger"),
    ADMIN: Text("管理员", "admin"),
    SECOND: Text("同事", "colleague"),
}
EAST, NEW, ALONE = "oc_east", "oc_new", "oc_alone"
MEMBERS = {MANAGER: "沈知夏", REP: "林小满", "ou_second": "许一帆", "ou_third": "江晚舟", "ou_silent": "何暮云"}


class Gallery:
    """The entries of GET /api/gallery: name, title and card; made when first asked for, which takes about a second."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._lock = threading.Lock()
        self._entries: list[Json] | None = None

    def __call__(self) -> list[Json]:
        """Give every card, in the order in which a newcomer would meet them."""
        with self._lock:
            if self._entries is None:
                with tempfile.TemporaryDirectory(prefix="salesbot-gallery-") as folder:
                    self._entries = Exhibition(Path(folder)).all()
            return self._entries


class Exhibition:
    """Collects the cards; one that differs from another in nothing but what its buttons carry is shown once."""

    def __init__(self, folder: Path) -> None:
        """Work in a folder."""
        self.scratch = Scratch(folder, MONDAY)
        self.entries: list[Json] = []
        self._seen: set[bytes] = set()
        self._tried: dict[str, set[object]] = {}
        self._deals = Deals(self, EAST)

    def all(self) -> list[Json]:
        """Make everything happen, then give what was seen."""
        try:
            for part in (self._joining, self._asking, self._deals.play, self._pushes, self._plots, self._mishaps):
                part()
        finally:
            self.scratch.close()
        return self.entries

    def show(self, name: str, card: Json, *more: Text | None) -> bool:
        """Hang a card up unless one like it hangs already; tell whether it did. `more` goes behind its title."""
        looks = _looks(card)
        if looks in self._seen:
            return False
        self._seen.add(looks)
        number = 1 + sum(entry["name"].startswith(f"{name}.") for entry in self.entries)
        title = joined([_title(card), *(each for each in more if each)], " · ")
        entry = {"name": f"{name}.{number}", "title": {"zh": title.zh, "en": title.en}}
        self.entries.append(entry | {"card": card})
        return True

    def explorer(self, open_id: str, chat_id: str) -> Explorer:
        """Somebody who follows cards in a chat and hangs up what they lead to; nothing is tried twice."""
        more, tried = ROLES[open_id], self._tried.setdefault(open_id, set())

        def show(name: str, card: Json, way: Text | None) -> bool:
            return self.show(name, card, ROLES.get(self.scratch.reader(card), more), way)

        return Explorer(self.scratch, open_id, chat_id, show, tried)

    def _joining(self) -> None:
        """The bot comes to a group, is pressed, is greeted directly, and comes back."""
        for card in self.scratch.event(ChatOpened, STRANGER, True):  # noqa: FBT003 - the delivery's own order
            self.show("hello", card, ROLES[STRANGER])
        welcome = self.scratch.enter(EAST, "华东一队")
        self.scratch.db.write(self._seat)
        for card in welcome:
            self.explorer(MANAGER, EAST).follow("welcome", card)
        self.scratch.db.write(self._settle)
        for name, found in (("back", self.scratch.enter(EAST, "华东一队")), ("hello", self._first_visit())):
            for card in found:
                self.show(name, card, Text("群", "group") if name == "back" else ROLES[REP])

    def _first_visit(self) -> list[Json]:
        return self.scratch.event(ChatOpened, REP, True)  # noqa: FBT003 - the delivery's own order

    def _seat(self, db: Connection) -> None:
        """What reading the group's members would have kept."""
        team = people.team_of_chat(db, EAST)
        if team is not None:
            people.set_roster(db, team, MEMBERS, MONDAY)

    def _settle(self, db: Connection) -> None:
        """Let the team be a week old and have something to count; another team has a manager and nobody else."""
        alone = people.meet_team(db, ALONE, "西部筹备组", self.scratch.house.timezone, MONDAY)
        people.set_roster(db, alone, {MANAGER: MEMBERS[MANAGER]}, MONDAY)
        past = MONDAY - timedelta(days=30)
        for team in (people.team_of_chat(db, EAST), alone):
            manager, _ = people.find_person(db, MANAGER)
            if team is not None and manager is not None:
                people.found_team(db, team, manager, past)
        db.execute(people.teams.update().values(founded_at=past))
        db.execute(people.memberships.update().values(joined_at=past))
        for n, open_id in enumerate([REP, REP, REP, REP, "ou_second", "ou_second", "ou_third"]):
            self._visit(db, open_id, n)
        self._deals.begin(db)

    def _aim(self, db: Connection) -> None:
        """Set what the team and one of its reps are to sell."""
        team, (boss, _), (rep, _) = (
            people.team_of_chat(db, EAST),
            people.find_person(db, MANAGER),
            people.find_person(db, REP),
        )
        if team is None or boss is None or rep is None:
            return
        for scope, yuan in ((of_team(team.id), 400_000), (of_rep(rep.id), 150_000)):
            for day in (MONDAY.date() - 3 * DAY, MONDAY.date()):
                place = Place(scope, stretch_of(Grain.MONTH, day))
                aim = Entry(place, yuan * 100, "重新分配")
                set_targets(db, [aim], boss.id, MONDAY, MONDAY.date(), from_above=False)

    def _visit(self, db: Connection, open_id: str, n: int) -> None:
        team, (rep, _) = people.team_of_chat(db, EAST), people.find_person(db, open_id)
        if team is None or rep is None:
            return
        names = ("澄屿精工", "禾汀食品机械", "北岚轴承")
        at = MONDAY - timedelta(days=3 if n != 1 else 2)
        customer = find_or_add_customer(db, names[n % 3], rep.id, at)
        step_on = MONDAY.date() if n % 3 != 2 else None
        found = Findings(at.date(), list(Kind)[n % 4], "张工", "谈二期报价", "要先看样品", "寄样品", step_on)
        visits.add_visit(db, team, rep, customer, found, at, at)

    def _asking(self) -> None:
        """Every command by everybody, bare and with its example, and every form and button behind them."""
        for command in self.scratch.switchboard.commands:
            said = [command.word.zh, *([command.example.zh] if command.example else [])]
            for open_id in (REP, MANAGER, STRANGER):
                explorer = self.explorer(open_id, f"oc_of_{open_id}")
                for words in said:
                    for card in self.scratch.say(open_id, words):
                        explorer.follow(command.word.en, card)
        for card in self.scratch.say(REP, "摆访"):
            self.show("guesses", card, ROLES[REP])

    def _pushes(self) -> None:
        """Every push in its minute and made up for, after a weekend and after a working day; a quarter's when over."""
        self.scratch.db.write(self._aim)
        for push in PUSHES:
            on_time = moment(MONDAY.date(), push.at(self.scratch.house), self.scratch.zone)
            for at, more in ((on_time, AFTER_WEEKEND), (on_time + LATE, CAUGHT_UP), (on_time + DAY, AFTER_WORKDAY)):
                self._rehearse(push, at, more)
        self._rehearse(period_close.quarter, moment(QUARTER_OVER, time(9), self.scratch.zone))

    def _rehearse(self, push: Push, at: datetime, *more: Text) -> None:
        for _, card in rehearse(push, self.scratch.db.read, self.scratch.house, at):
            self.show(push.name, card.json, *more)

    def _plots(self) -> None:
        """What takes more than one person, or a week."""
        Plots(self, EAST).play()

    def _mishaps(self) -> None:
        """What only a bug of ours, an outage or a flood of words brings about."""
        for name, card in mishaps(self.scratch.house, EAST, MONDAY):
            self.show(name, card, Text("意外", "mishap"))
        for name, card in self.scratch.db.read(self._merged):
            self.show(name, card, ROLES[REP])

    def _merged(self, db: Connection) -> list[tuple[str, Json]]:
        """A day's card that more was put on, and one thing of it that was put off and comes back."""
        house, team = self.scratch.house, people.open_teams(db)[0]
        occasion = Occasion(db, team, MONDAY, MONDAY, house, calendar_of(db, house.gazettes, team))
        lines = [
            Text("应收提醒：逾期 ¥1,200.00，即将到期 ¥0.00", "Receivables: Overdue ¥1,200.00, due soon ¥0.00"),
            Text("周报等你提交：3月6日 18:00 前提交就好", "Weekly report to be sent: Due 6 Mar 18:00"),
        ]
        said = [{"zh": line.zh, "en": line.en, "say": word} for line, word in zip(lines, _TYPED, strict=True)]
        day = MONDAY.date()
        told = [
            Told(n, 1, day, "remind/weekly", "", rang=False, item=item, made_at=MONDAY, settled_at=None)
            for n, item in enumerate(said)
        ]
        return [
            ("day", day_card(occasion, REP, None, told).json),
            ("day", day_card(occasion, REP, None).json),
            ("again", again_card(told[1], house).json),
        ]


_TYPED = ("应收", "周报")


def _title(card: Json) -> Text:
    title = (card.get("header") or {}).get("title")
    return Text(cards.in_language(title, "zh") or "–", cards.in_language(title, "en") or "–")


def _looks(card: Json) -> bytes:
    """A card as it looks to anybody: without what its buttons carry, whoever it names and whatever its number is."""
    shown = orjson.dumps(_without_values(card)).decode()
    return re.sub("|".join([r"(?:V|SO|Q|HK|I|P|T)-\d+", *MEMBERS.values()]), "…", shown).encode()


def _without_values(part: object) -> object:
    """A card as it looks: without what its buttons carry."""
    if isinstance(part, list):
        return [_without_values(each) for each in part]
    if isinstance(part, dict):
        return {name: _without_values(each) for name, each in part.items() if name != "behaviors"}
    return part
