"""A company's history out of a folder of files: looked through as a whole, kept as a whole, taken back as a whole."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.history_cells import Faults
from bot.history_files import Source, Wrong, find_sources
from bot.history_goods import read_calls, read_prices, read_sold
from bot.history_people import read_absences, read_buyers, read_goals, read_places, read_squads
from bot.history_register import Register
from bot.history_trade import Orders
from bot.text import Text
from sales.histories import Call, History
from sales.records import dataclass
from storage.engine import Connection
from storage.histories import Batch
from storage.history_keeping import keep
from storage.history_known import known
from storage.people import find_person, meet

MOST_FAULTS = 200
"""How many faults are told one by one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the files come to: what is new in them, or what is wrong; `wrong` is cut after `MOST_FAULTS` of `count`."""

    history: History
    wrong: list[Wrong]
    count: int

    @property
    def brings(self) -> int:
        """How many rows are new."""
        return sum(self.history.counts.values())


def check(db: Connection, folder: Path, now: datetime, timezone: str) -> Checked:
    """Read all files in a folder and judge every cell and every reference; keeps nothing.

    `timezone` is of teams that say none. Nothing may be dated after today, wherever on earth that is.
    """
    sources, wrong = find_sources(folder)
    faults = Faults(MOST_FAULTS)
    for each in wrong or ([] if sources else [Wrong(folder.name, 0, None, NO_FILES)]):
        faults.add(each)
    history = History() if faults.count else _read(db, sources, faults, now, timezone)
    return Checked(history, faults.first, faults.count)


def _read(db: Connection, sources: dict[str, Source], faults: Faults, now: datetime, timezone: str) -> History:
    register = Register(known(db), sources, faults, (now + timedelta(hours=14)).date())
    history = History(squads=list(read_squads(register, timezone)), counts=register.counts, known=register.known)
    history.places = list(read_places(register))
    history.buyers = read_buyers(register)
    history.sold = list(read_sold(register))
    history.prices = list(read_prices(register))
    register.list_prices(history.prices)
    history.calls = lambda: _calls(register, db)
    for _ in history.calls():
        pass
    orders = Orders(register, db)
    history.deals, history.receipts = list(orders.deals.values()), list(orders.receipts())
    history.goals, history.absences = list(read_goals(register)), list(read_absences(register))
    return history


def _calls(register: Register, db: Connection) -> Iterator[Call]:
    register.read_again("visits")
    yield from read_calls(register, db)


def apply(
    db: Connection, folder: Path, open_id: str, now: datetime, timezone: str, progress: Callable[[int, int], None]
) -> tuple[Checked, Batch | None]:
    """Check the files again and keep all of them, in the transaction that `db` is in; no batch if anything is wrong.

    `open_id` is who brings them in; `progress` hears how many rows have been kept, of how many.
    """
    checked = check(db, folder, now, timezone)
    if checked.count or not checked.brings:
        return checked, None
    total, by = checked.brings, _author(db, checked.history, open_id)
    return checked, keep(db, checked.history, folder.name, by, now, lambda done: progress(done, total))


def _author(db: Connection, history: History, open_id: str) -> int:
    """Who brings it in; somebody new goes by the name that the files have for them."""
    known, _ = find_person(db, open_id)
    name = next((place.name for place in history.places if place.open_id == open_id), "")
    return known.id if known else meet(db, open_id, name).id


NO_FILES = Text("里面没有 CSV 或 XLSX 文件", "holds no CSV or XLSX files")
