"""The sheet of targets: its columns, what is wrong with its rows, and what applying it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final, TypeVar

from bot.context import House
from bot.kpi_words import NAMES
from bot.sheets import Batch, Fault, SheetColumn, SheetKind, SheetRow
from bot.target_words import LEVELS
from bot.text import Text
from bot.words import broken
from sales import scopes
from sales.breaches import RuleBroken
from sales.records import dataclass
from sales.scopes import COMPANY, Level, Scope
from sales.target_sentences import read_period, read_value
from sales.targets import METRICS, Place
from storage.authority import product_groups
from storage.engine import Connection
from storage.price_batches import sold_by_key
from storage.products import product_key
from storage.target_trees import firm_of, members
from storage.targets import Entry, Version, check_change, set_targets, standing, withdraw_batch

T = TypeVar("T")

COLUMNS = (
    SheetColumn("level", Text("级别", "level"), required=True, example="team"),
    SheetColumn("name", Text("名称", "name"), example="East One"),
    SheetColumn("period", Text("期间", "period"), required=True, example="2027-Q1"),
    SheetColumn("metric", Text("指标", "metric"), example="sales"),
    SheetColumn("product", Text("产品", "product")),
    SheetColumn("value", Text("目标值", "value"), required=True, example="3000000"),
    SheetColumn("reason", Text("原因", "reason")),
)
"""The level is company, area, team or rep; the company has no name. An empty metric is sales, an empty product all."""

SHOWN: Final = 40
"""How many characters of a cell are said back."""

LONGEST: Final = 200
"""Characters of a reason."""

_TITLES = {column.key: column.title for column in COLUMNS}
_REP = Text("销售", "rep")
_LEVELS = {
    name.casefold(): level
    for level, words in [*LEVELS.items(), (Level.REP, _REP)]
    for name in (words.zh, words.en, level.value)
}
_METRICS = {name.casefold(): code for code in METRICS for name in (NAMES[code].zh, NAMES[code].en, code)}


@dataclass(frozen=True, slots=True)
class Known:
    """What the names in a sheet can mean: scopes by level and name (several of one name among them), and products."""

    scopes: Mapping[tuple[Level, str], Sequence[Scope]]
    products: Mapping[str, str]


@dataclass(slots=True)
class _Reading:
    """A row being read."""

    row: SheetRow
    today: date
    known: Known
    faults: list[Fault] = field(default_factory=list)

    def entry(self) -> Entry | None:
        """What the row says; None when anything is wrong with it."""
        scope = self._scope()
        stretch = self._read("period", lambda said: read_period(said, self.today), _PERIOD)
        kpi = self._read("metric", lambda said: _METRICS.get(said.casefold()), _METRIC) or "K01"
        product = self._read("product", lambda said: self.known.products.get(product_key(said)), _PRODUCT) or ""
        value = self._read("value", lambda said: read_value(said, kpi), _VALUE)
        reason = self._read("reason", lambda said: said if len(said) <= LONGEST else None, _REASON) or ""
        if self.faults or scope is None or stretch is None or value is None:
            return None
        return Entry(Place(scope, stretch, kpi, product), value[1], reason)

    def _scope(self) -> Scope | None:
        level = self._read("level", lambda said: _LEVELS.get(said.casefold()), _LEVEL)
        name = self.row.cells.get("name", "").strip()
        if level is None or level is Level.COMPANY:
            return COMPANY if level else None
        found = self.known.scopes.get((level, name.casefold()), ())
        if len(found) != 1:
            words = _EMPTY if not name else _SEVERAL if found else _NOBODY
            self.fault("name", words.fill(said=name[:SHOWN], level=LEVELS[level]))
            return None
        return found[0]

    def _read(self, name: str, read: Callable[[str], T | None], wrong: Text) -> T | None:
        said = self.row.cells.get(name, "").strip()
        if not said:
            if name in _REQUIRED:
                self.fault(name, _EMPTY)
            return None
        found = read(said)
        if found is None:
            self.fault(name, wrong.fill(said=said[:SHOWN]))
        return found

    def fault(self, name: str, why: Text) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(self.row.number, _TITLES[name], why))


def check(db: Connection, rows: Sequence[SheetRow], house: House, today: date) -> list[Fault]:
    """Every fault of every row, in the order of the sheet."""
    del house
    return [fault for _, faults in _judged(db, rows, today) for fault in faults]


def apply(db: Connection, rows: Sequence[SheetRow], batch: Batch) -> int:
    """Set the targets of the rows without a fault, each as the next version of its place; gives how many changed."""
    entries = [entry for entry, _ in _judged(db, rows, batch.today) if entry]
    return len(set_targets(db, entries, batch.by, batch.at, batch.today, from_above=True, batch_id=batch.id))


def undo(db: Connection, batch: Batch) -> int:
    """Take a batch back, so that in each place the version before stands again; nothing ever has to stay."""
    withdraw_batch(db, batch.id, batch.at)
    return 0


def _judged(db: Connection, rows: Sequence[SheetRow], today: date) -> Iterator[tuple[Entry | None, Sequence[Fault]]]:
    """For each row the target that it sets, or what is wrong with it, by what stands now."""
    known = _known(db, rows)
    read = [(reading, reading.entry()) for reading in (_Reading(row, today, known) for row in rows)]
    stands = standing(db, {entry.place for _, entry in read if entry})
    first: dict[Place, int] = {}
    for reading, entry in read:
        if entry and first.setdefault(entry.place, reading.row.number) != reading.row.number:
            reading.fault("name", _TWICE.fill(row=first[entry.place]))
        elif entry and (why := _refused(entry, stands.get(entry.place), today)):
            reading.fault(why.field or "value", broken(why))
        yield (None if reading.faults else entry), reading.faults


def _refused(entry: Entry, stands: Version | None, today: date) -> RuleBroken | None:
    """Why a target may not take the place of the one that stands; the same value again changes nothing."""
    if stands and stands.target.value == entry.value:
        return None
    try:
        check_change(entry, stands, today)
    except RuleBroken as why:
        return why
    return None


def _known(db: Connection, rows: Sequence[SheetRow]) -> Known:
    firm = firm_of(db)
    found: dict[tuple[Level, str], set[Scope]] = {}
    named = [(Level.AREA, area, scopes.area(area)) for area in firm.areas]
    named += [(Level.TEAM, name, scopes.team(id_)) for id_, (name, _) in firm.teams.items()]
    everybody = members(db)
    named += [(Level.REP, name, scopes.rep(each.id)) for each in everybody for name in (each.name, each.open_id)]
    for level, name, scope in named:
        found.setdefault((level, name.casefold()), set()).add(scope)
    sold = sold_by_key(db, (row.cells.get("product", "") for row in rows))
    groups = {product_key(group): group for group in product_groups(db)}
    by_name = {place: sorted(some, key=lambda scope: scope.id) for place, some in found.items()}
    return Known(by_name, {key: product.code for key, product in sold.items()} | groups)


_REQUIRED = frozenset(column.key for column in COLUMNS if column.required)
_EMPTY = Text("请填写", "please fill it in")
_LEVEL = Text("「{said}」不是级别，请填公司、大区、团队或销售", "{said} is no level: company, area, team or rep")
_NOBODY = Text("没有叫「{said}」的{level}", "there is no {level} called {said}")
_SEVERAL = Text("有几个「{said}」，请改填 open_id", "there are several called {said}; please give the open_id")
_PERIOD = Text(
    "「{said}」看不懂，请写成 2027-01、2027-Q1 或 2027", "{said} is not clear: write 2027-01, 2027-Q1 or 2027"
)
_METRIC = Text("「{said}」不能设目标，请填销售额、新客户或有效拜访", "{said}: sales, new customers or effective visits")
_PRODUCT = Text("没有产品或产品组叫「{said}」", "there is no product or group called {said}")
_VALUE = Text(
    "「{said}」看不懂，金额写成 3000000，家数次数写成 20", "{said} is not clear: 3000000 for money, 20 for a count"
)
_REASON = Text("「{said}…」太长，最多 200 个字", "{said}… is too long: at most 200 characters")
_TWICE = Text("与第 {row} 行是同一个目标", "the same target as row {row}")

KIND = SheetKind("targets", Text("目标", "Targets"), COLUMNS, check, apply, undo)
"""The kind of sheet by which admins set many targets at once."""
