"""What becomes of a sheet that somebody sent: which kind it is, what its rows say, and what is wrong with them."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import authority_sheet, price_sheet, target_sheet
from bot.card import Card
from bot.context import House
from bot.grids import Grid, Unreadable
from bot.import_cards import UNREADABLE, faults_found, import_card
from bot.sheets import Fault, Sheet, SheetColumn, SheetKind, SheetRow
from bot.text import Text, joined
from sales.records import dataclass
from storage import imports
from storage.engine import Connection
from storage.imports import Import, State
from storage.outbox import Outgoing, Verb, enqueue
from storage.people import find_person

KINDS: Sequence[SheetKind] = (price_sheet.KIND, authority_sheet.KIND, target_sheet.KIND)
"""The kinds of sheet that can be imported, in the order in which they are offered."""

ABOUT = "import"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet whose kind is known, with its rows by column key, and the headings that mean nothing to the kind."""

    kind: SheetKind
    rows: Sequence[SheetRow]
    unused: Sequence[str] = ()


def recognise(grid: Grid, kinds: Sequence[SheetKind] = KINDS) -> Recognised | Text:
    """The kind of sheet that the headings fit best, or why there is none."""
    headings = [folded(heading) for heading in grid.rows[0][1]]
    kind = max(kinds, key=lambda each: _fit(each, headings))
    places = _places(kind, headings)
    if not places:
        known = joined([each.title for each in kinds], Text("、", ", "))
        return Text("看不出是哪种表：能导入的有{known}。", "The headings are not known. I can import: {known}.").fill(
            known=known
        )
    if twice := next((column for column in kind.columns if len(places.get(column.key, ())) > 1), None):
        return Text("「{column}」这一列有两个。", "There are two columns {column}.").fill(column=twice.title)
    missing = [column.title for column in kind.columns if column.required and column.key not in places]
    if missing:
        return Text("{kind}的表里缺这些列：{columns}。", "The sheet of {kind} lacks these columns: {columns}.").fill(
            kind=kind.title, columns=joined(missing, Text("、", ", "))
        )
    used = {place for each in places.values() for place in each}
    unused = [words for place, words in enumerate(grid.rows[0][1]) if words and place not in used]
    return Recognised(kind, [_row(number, cells, places, kind) for number, cells in grid.rows[1:]], unused)


def find_faults(db: Connection, found: Recognised, house: House, today: date) -> Sequence[Fault]:
    """Everything that is wrong with the rows by now, in the order of the sheet, blank cells that are needed too."""
    faults = list(found.kind.check(db, found.rows, house, today))
    known = {(each.row, each.column) for each in faults}
    blank = [
        Fault(row.number, column.title, Text("不能空着", "must not be empty"))
        for row in found.rows
        for column in found.kind.columns
        if column.required and not row.cells[column.key] and (row.number, column.title) not in known
    ]
    return sorted([*faults, *blank], key=lambda each: each.row)


def settle(db: Connection, message_id: str, read: Grid | Unreadable, now: datetime, *, house: House) -> None:
    """Keep what a file came to, and show its sender in the card that said it is being checked."""
    one = imports.hold_of_message(db, message_id)
    if one is None or one.state not in (State.CHECKING, State.UNREADABLE):
        return
    one = _settled(db, house, one, read, now)
    card = import_card(one, KINDS).dumps()
    enqueue(db, Outgoing(one.open_id, Verb.PATCH, card, target=f"=answer/{message_id}", about=ABOUT), now)


def _settled(db: Connection, house: House, one: Import, read: Grid | Unreadable, now: datetime) -> Import:
    found = UNREADABLE[read] if isinstance(read, Unreadable) else recognise(read)
    if isinstance(found, Text):
        return imports.give_up(db, one, {"why": [found.zh, found.en]}, now)
    return look_again(db, one, found, find_faults(db, found, house, today_of(db, house, one.open_id, now)))


def look_again(db: Connection, one: Import, found: Recognised, faults: Sequence[Fault]) -> Import:
    """Keep the rows with what is wrong with them now; nothing of them counts yet."""
    rows = [(row.number, row.cells) for row in found.rows]
    unused = ", ".join(found.unused)[:200] or one.found.get("unused", "")
    return imports.read(db, one, found.kind.name, rows, {"count": len(rows), "unused": unused, **faults_found(faults)})


def today_of(db: Connection, house: House, open_id: str, now: datetime) -> date:
    """The local date where somebody is: by their oldest team's clock, or the installation's."""
    _, seats = find_person(db, open_id)
    zone = seats[0].team.zone if seats else ZoneInfo(house.timezone)
    return now.astimezone(zone).date()


def kept(one: Import) -> Recognised | None:
    """The rows of an import that was read, as they were; None when its kind is not known any more."""
    kind = next((each for each in KINDS if each.name == one.kind), None)
    return Recognised(kind, [SheetRow(number, cells) for number, cells in one.rows]) if kind else None


def card_of(one: Import) -> Card:
    """The newest card of an import."""
    return import_card(one, KINDS)


def template(kind: SheetKind) -> Sheet:
    """An empty sheet of a kind: headings in both languages, and an example to be overwritten."""
    return Sheet(
        f"{kind.title.zh} {kind.title.en}",
        [f"{column.title.zh} / {column.title.en}" for column in kind.columns],
        [[column.example for column in kind.columns]],
    )


def _fit(kind: SheetKind, headings: Sequence[str]) -> tuple[bool, int]:
    """How well headings fit a kind: first whether nothing required is missing, then how many are known."""
    places = _places(kind, headings)
    return all(column.key in places for column in kind.columns if column.required), len(places)


def _places(kind: SheetKind, headings: Sequence[str]) -> dict[str, list[int]]:
    """At which places each column of a kind stands, by its key."""
    names = {name: column.key for column in kind.columns for name in _names(column)}
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if heading in names:
            places.setdefault(names[heading], []).append(place)
    return places


def _names(column: SheetColumn) -> set[str]:
    """What a column may be called: in either language, or in both as the template has it."""
    zh, en = folded(column.title.zh), folded(column.title.en)
    return {zh, en, zh + en, en + zh}


def folded(heading: str) -> str:
    """A heading as it is compared: half-width, one letter case, only its letters and digits."""
    return "".join(each for each in unicodedata.normalize("NFKC", heading).casefold() if each.isalnum())


def _row(number: int, cells: Sequence[str], places: Mapping[str, list[int]], kind: SheetKind) -> SheetRow:
    def cell(column: SheetColumn) -> str:
        place = places.get(column.key, [len(cells)])[0]
        return cells[place] if place < len(cells) else ""

    return SheetRow(number, {column.key: cell(column) for column in kind.columns})
