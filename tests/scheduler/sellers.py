"""A team that sells in March 2026, with targets, for tests of the cards that its managers and its group wait for."""

from datetime import date, datetime, time
from functools import partial

from playground import Message
from sales.grains import read_name
from sales.orders import Wish
from sales.scopes import Scope, rep, team
from sales.stretches import Stretch
from sales.targets import Place
from storage.engine import Connection
from storage.orders import Order
from storage.people import find_person, open_teams
from storage.targets import Entry, set_targets
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import cards, read
from tests.stall import confirmed, draft_of, keep, stocked
from tests.trade import Shop


class Sellers:
    """A squad whose reps sell X1 at a thousand yuan a piece; everything is entered on its own day."""

    def __init__(self, house: Installation, name: str = "华东一队", manager: str = "王经理", *reps: str) -> None:
        self.house = house
        self.squad: Squad = house.squad(name, manager, reps or ("李雷", "韩梅梅"))
        self.shop: Shop = stocked(house)
        self.team_id = house.app.db.read(lambda db: open_teams(db)[-1].id)
        self.manager = self.squad.manager

    def sell(self, day: date, pieces: int, who: int = 0, customer: str = "华宁精密") -> Order:
        """An order of so many thousands, confirmed on a day at noon."""
        self.house.clock.set(datetime.combine(day, time(12), SHANGHAI))
        wish: Wish = self.shop.wish("X1", pieces)
        return confirmed(self.house, draft_of(self.house, self.squad.reps[who], customer, wish))

    def aim(self, period: str, yuan: int, who: int | None = None) -> None:
        """Set the target of the team, or of one of its reps."""
        stretch = read_name(period)
        assert stretch
        keep(self.house, partial(self._set, scope=self._scope(who), stretch=stretch, value=yuan * 100))

    def _set(self, db: Connection, scope: Scope, stretch: Stretch, value: int) -> None:
        boss, _ = find_person(db, self.manager.open_id)
        assert boss
        now = self.house.clock.now()
        entry = Entry(Place(scope, stretch), value, "年初定")
        set_targets(db, [entry], boss.id, now, now.date(), from_above=False)

    def _scope(self, who: int | None) -> Scope:
        if who is None:
            return team(self.team_id)
        person, _ = self.house.app.db.read(lambda db: find_person(db, self.squad.reps[who].open_id))
        assert person
        return rep(person.id)

    def morning(self, day: date, hour: int = 8, minute: int = 45) -> Message:
        """The newest of the daily cards that the manager has at a moment."""
        self.house.tick(datetime.combine(day, time(hour, minute), SHANGHAI))
        found = cards(self.house, self.house.feishu.direct(self.manager))
        return next(card for card in reversed(found) if "每日数据" in read(card))
