"""All spellings of one database in memory, so that a name is found by any part, reading or misspelling of it at once.

A catalogue only proposes: it may hold rows of a transaction that was rolled back, and whoever uses it asks the database
about each proposal (`storage/names.py` does).
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from sales.names import Likeness, Name, Verdict, likeness, parsed
from sales.records import dataclass
from storage.engine import AnyRow, Connection
from storage.readings import readings
from storage.spellings import spellings

TAIL = 64
"""How many of the newest rows are read again each time: ids are given out before their rows can be seen."""
PROPOSED = 48
"""How many spellings are looked at closely."""
LEAST = 45
"""The lowest score that is worth showing."""
SIMILAR = 70
"""From so many hundredths on, two words count as one word misspelt."""
LONGEST_PART = 16
"""How many letters of a name that stands within a longer one are recognised."""
LIKE_IN_SOUND = 92
"""The score of a name typed in full pinyin."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling, prepared for looking it up; the first of its `forms` is the barest (see `sales.names.Name`)."""

    id: int
    customer_id: int
    words: str
    forms: tuple[str, ...]
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def bare(self) -> str:
        """The name without place and legal form."""
        return self.forms[0]

    @property
    def name(self) -> Name:
        """The name taken apart; done when it is needed, for it takes longer than all the rest."""
        return parsed(self.words)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A spelling that may be what was meant."""

    id: int
    words: str
    likeness: Likeness


_all = select(
    spellings.c.id,
    spellings.c.customer_id,
    spellings.c.spelling,
    spellings.c.forms,
    spellings.c.pinyin,
    spellings.c.initials,
)
_many = select(func.count(), func.coalesce(func.max(spellings.c.id), 0)).select_from(spellings)


class Catalogue:
    """The spellings of one database; safe to be asked by several threads."""

    def __init__(self) -> None:
        """Begin empty; the first question reads everything."""
        self._lock = threading.Lock()
        self._entries: dict[int, Entry] = {}
        self._list: list[Entry] = []
        self._hays: list[str] = []
        self._cores: list[str] = []
        self._sounds: list[str] = []
        self._exact: dict[str, list[int]] = {}

    def read(self, db: Connection) -> None:
        """Take in what is new, so that the next question need not."""
        with self._lock:
            self._refresh(db)

    def propose(self, db: Connection, words: str) -> list[Proposal]:
        """Spellings that may be what was meant, the likeliest first."""
        with self._lock:
            self._refresh(db)
            asked = _asked(words)
            close = [self._list[place] for place in self._near(asked)]
        found = [(_judge(asked, entry), entry) for entry in close]
        kept = [Proposal(entry.id, entry.words, like) for like, entry in found if like and like.score >= LEAST]
        return sorted(kept, key=lambda each: (-each.likeness.score, len(each.words), each.id))

    def _refresh(self, db: Connection) -> None:
        """Take in what is new; when the numbers do not match after that, read everything anew."""
        count, last = db.execute(_many).one()
        self._take(last - TAIL, db.execute(_all.where(spellings.c.id > last - TAIL)))
        if len(self._entries) != count:
            self._take(0, db.execute(_all))

    def _take(self, after: int, rows: Iterable[AnyRow]) -> None:
        """Make the entries with greater ids exactly these."""
        told = {row.id: row for row in rows}
        known = [entry for entry in self._entries.values() if entry.id > after] if after > 0 else self._list
        gone = [entry.id for entry in known if entry.id not in told or not _is_of(entry, told[entry.id])]
        for each in gone:
            del self._entries[each]
        new = [_entry(row) for row in told.values() if row.id not in self._entries]
        self._entries.update((entry.id, entry) for entry in new)
        if gone:
            self._clear()
        for entry in self._entries.values() if gone else new:
            self._file(entry)

    def _clear(self) -> None:
        self._list, self._hays, self._cores, self._sounds, self._exact = [], [], [], [], {}

    def _file(self, entry: Entry) -> None:
        place = len(self._list)
        self._list.append(entry)
        self._hays.append(" ".join(["", *entry.forms, *entry.pinyin, *entry.initials]))
        self._cores.append(entry.bare)
        self._sounds.append(entry.pinyin[0] if entry.pinyin else "")
        for form in {*entry.forms, *entry.pinyin, *entry.initials}:
            self._exact.setdefault(form, []).append(place)

    def _near(self, asked: Entry) -> list[int]:
        """The places of the entries worth a closer look: those that speak for themselves first."""
        found: defaultdict[int, float] = defaultdict(float)
        for place, weight in self._traces(asked):
            found[place] = max(found[place], weight)
        return sorted(found, key=lambda place: (-found[place], place))[:PROPOSED]

    def _traces(self, asked: Entry) -> Iterator[tuple[int, float]]:
        for form in {*asked.forms, *asked.pinyin}:
            yield from ((place, 200.0) for place in self._exact.get(form, ()))
        key = asked.bare
        needle = key if len(key) > 1 else f" {key}"
        yield from ((place, 100 - len(hay) / 10) for place, hay in enumerate(self._hays) if needle in hay)
        if len(key) > 1:
            yield from ((place, 50.0) for part in _parts(key) for place in self._exact.get(part, ()))
            yield from self._misspelt(key)

    def _misspelt(self, key: str) -> Iterator[tuple[int, float]]:
        # Fifty milliseconds of loading, which no start should pay.
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        for among in (self._cores, self._sounds) if key.isascii() else (self._cores,):
            alike = process.extract(key, among, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=PROPOSED)
            yield from ((place, score / 2) for _, score, place in alike)


_catalogues: WeakKeyDictionary[Engine, Catalogue] = WeakKeyDictionary()
_opening = threading.Lock()


def catalogue_of(db: Connection) -> Catalogue:
    """The catalogue of the database behind this connection; it lives as long as the engine."""
    with _opening:
        return _catalogues.setdefault(db.engine, Catalogue())


def _judge(asked: Entry, entry: Entry) -> Likeness | None:
    """How like what was typed is to a spelling: by its letters, by its sound, or because one is a part of the other."""
    by_letters = likeness(asked.name, entry.name)
    if by_letters and by_letters.score > LIKE_IN_SOUND:
        return by_letters
    scores = [score for score in (_sound(asked, entry), by_letters, _part(asked, entry)) if score]
    return max(scores, key=lambda each: each.score, default=None)


def _sound(asked: Entry, entry: Entry) -> Likeness | None:
    """Typed as pinyin or initials, or with other signs of the same sound; short ones fit too many names."""
    key, letters = asked.name.key, len(asked.name.key)
    if key in entry.pinyin:
        return Likeness(LIKE_IN_SOUND, Verdict.PROBABLY)
    if key in entry.initials:
        odd = 4 * (entry.initials.index(key) > 1)
        return Likeness(90 - odd, Verdict.PROBABLY) if letters > 2 else Likeness(78 - odd, Verdict.POSSIBLY)
    if asked.pinyin and entry.pinyin and asked.pinyin[0] == entry.pinyin[0]:
        return Likeness(85, Verdict.PROBABLY) if len(asked.bare) > 2 else Likeness(74, Verdict.POSSIBLY)
    return None


def _part(asked: Entry, entry: Entry) -> Likeness | None:
    """A beginning counts for more than a part, both for more than a misspelling; the longer the part the better."""
    key = asked.bare
    scores = [_share(key, form, names) for names, form in _forms(entry)]
    if len(entry.bare) > 1 and entry.bare in key:
        scores.append(50 + 20 * len(entry.bare) // len(key))
    score = max([*scores, _ratio(key, entry)])
    return Likeness(score, Verdict.POSSIBLY) if score else None


def _forms(entry: Entry) -> Iterator[tuple[bool, str]]:
    yield from ((True, form) for form in entry.forms)
    yield from ((False, form) for form in (*entry.pinyin, *entry.initials))


def _share(key: str, form: str, is_name: bool) -> int:  # noqa: FBT001 - one of two kinds of forms
    least = 2 if is_name and not key.isascii() else 3
    length = 20 * len(key) // max(len(form), 1)
    if form.startswith(key) and (is_name or len(key) > 1):
        return (64 if is_name else 58) + length
    return 50 + length if len(key) >= least and key in form else 0


def _ratio(key: str, entry: Entry) -> int:
    from rapidfuzz import fuzz  # noqa: PLC0415 - see above

    best = max(fuzz.ratio(key, form) for form in (entry.bare, *entry.pinyin[:1]))
    return int(best * 0.8) if best >= SIMILAR else 0


def _asked(words: str) -> Entry:
    name = parsed(words)
    return Entry(0, 0, words, name.forms, readings(name.key, name.core).pinyin[:1], ())


def _entry(row: AnyRow) -> Entry:
    forms, pinyin, initials = row.forms.split(), row.pinyin.split(), row.initials.split()
    return Entry(row.id, row.customer_id, row.spelling, tuple(forms or [""]), tuple(pinyin), tuple(initials))


def _parts(key: str) -> Iterator[str]:
    """Every piece of a name that may be a customer's whole name."""
    for length in range(2, min(len(key), LONGEST_PART)):
        yield from (key[start : start + length] for start in range(len(key) - length + 1))


def _is_of(entry: Entry, row: AnyRow) -> bool:
    return (entry.customer_id, entry.words) == (row.customer_id, row.spelling)
