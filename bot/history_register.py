"""Who and what the rows of a history may name: what the database knows, and what the files have said so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache

from bot.history_cells import Cells, Faults
from bot.history_files import Source
from bot.text import Text
from sales.histories import Place
from sales.names import name_key
from sales.orders import Priced
from sales.prices import Entry, PriceRow, in_force
from sales.records import dataclass
from sales.roles import Role
from storage.history_known import Known
from storage.products import product_key

DAY = timedelta(days=1)


@dataclass(slots=True)
class Register:
    """The names that rows may use. `today` is the latest date it is anywhere; `counts` and `known` are by sheet."""

    before: Known
    sources: Mapping[str, Source]
    faults: Faults
    today: date
    teams: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    places: dict[str, list[Place]] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    prices: dict[str, list[PriceRow]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with what the database knows."""
        self.teams |= {key: team.name for key, team in self.before.teams.items()}
        self.people |= self.before.people.keys()
        by_id = {person_id: open_id for open_id, person_id in self.before.people.items()}
        named = {team.id: team for team in self.before.teams.values()}
        for since in self.before.places:
            if team := named.get(since.team_id):
                first = since.first.astimezone(team.zone).date()
                last = since.last.astimezone(team.zone).date() if since.last else None
                open_id = by_id[since.person_id]
                self.seat(Place(open_id, "", team.name, Role.REP, first, last))
        ids = {product_id: key for key, product_id in self.before.products.items()}
        self.prices |= {ids[each]: list(rows) for each, rows in self.before.prices.items()}

    def rows(self, sheet: str) -> Iterable[Cells]:
        """The rows of a sheet, none where there is no such file; each is counted as new until it is passed over."""
        source = self.sources.get(sheet)
        if source is None:
            return
        for row in source.rows(self.faults.add):
            self.counts[sheet] = self.counts.get(sheet, 0) + 1
            yield Cells(source, row, self.faults, self.today)

    def read_again(self, sheet: str) -> None:
        """Forget how many rows a sheet had, which is about to be read once more."""
        self.counts.pop(sheet, None)
        self.known.pop(sheet, None)

    def pass_over(self, sheet: str) -> None:
        """Count the row just read as known: it stays as it is."""
        self.counts[sheet] -= 1
        self.known[sheet] = self.known.get(sheet, 0) + 1

    def seat(self, place: Place) -> None:
        """Take note of who was in which team when."""
        self.people.add(place.open_id)
        self.places.setdefault(place.open_id, []).append(place)

    def list_prices(self, entries: Iterable[Entry]) -> None:
        """Take prices into account, after those that there are."""
        for entry in entries:
            rows = self.prices.setdefault(product_key(entry.code), [])
            rows.append(PriceRow(entry.priced, entry.first_on, entry.end_on))
            rows.sort(key=lambda row: row.first_on)

    def priced(self, code: str, day: date) -> Priced:
        """What was in force for a product on a day."""
        row = in_force(self.prices.get(product_key(code), ()), day)
        return row.priced if row else Priced()

    def person(self, cells: Cells, key: str) -> str | None:
        """The open_id in a cell, of somebody who is known."""
        return cells.known(key, lambda words: words if words in self.people else None, PERSON)

    def team(self, cells: Cells, key: str) -> str | None:
        """The name of the team that a cell names."""
        return cells.known(key, lambda words: self.teams.get(name_key(words)), TEAM)

    def customer(self, cells: Cells, key: str) -> str | None:
        """The name of the customer that a cell names, as the first row or the database has it."""
        return cells.known(key, self._customer, CUSTOMER)

    def _customer(self, words: str) -> str | None:
        found = self.customers.get(_key(words))
        return found or (words if self.before.customer(words) is not None else None)

    def product(self, cells: Cells, key: str) -> str | None:
        """The code of the product that a cell names, in the form in which codes are compared."""
        return cells.known(key, self._product, PRODUCT)

    def _product(self, words: str) -> str | None:
        key = product_key(words)
        return key if key in self.products or key in self.before.products else None

    def team_of(self, cells: Cells, rep: str | None, day: date | None) -> str | None:
        """The team a row says, else the one in which its rep was on that day; a fault where that is not one."""
        if cells.text("team"):
            return self.team(cells, "team")
        if rep is None or day is None:
            return None
        here = {place.team for place in self.places.get(rep, ()) if place.holds(day)}
        if len(here) == 1:
            return here.pop()
        cells.wrong("team", SEVERAL_TEAMS if here else NO_TEAM)
        return None


def numbers_in(source: Source | None, key: str) -> Sequence[str]:
    """All numbers of a sheet, as they stand there."""
    return [] if source is None else [row.cells.get(key, "") for row in source.rows(lambda _: None)]


_key = lru_cache(65_536)(name_key)

PERSON, TEAM = Text("人员", "person"), Text("团队", "team")
CUSTOMER, PRODUCT = Text("客户", "customer"), Text("产品", "product")
NO_TEAM = Text("这个人当天不在任何团队，请写明团队", "that person was in no team on that day; say which team")
SEVERAL_TEAMS = Text("这个人当天在几个团队，请写明团队", "that person was in several teams on that day; say which one")
