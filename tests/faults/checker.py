"""What must hold after whatever happened (I1 to I8 and I10), seen from outside: in the database and at the platform.

Every check gives findings in words, none when all is well. I9, who may write what, is a matter of the tests about
attacks: their people know who they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, text

from playground import FakeFeishu, Message
from playground.tenant import ApiCall
from sales.visits import number
from tests.faults.histories import History, Line

SLOWEST = 3.0
"""Seconds after which Feishu takes no answer any more."""

_SHOWN = ("send", "send_file", "reply")
_TOO_OFTEN = (230020, 99991400, 11232)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not be; `entries` are those of the history that it concerns."""

    rule: str
    words: str
    entries: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For reading."""
        return f"{self.rule}: {self.words}"


@dataclass(frozen=True)
class Evidence:
    """All there is to look at, once nothing moves any more. `slowest` are the seconds an answer may have taken."""

    history: History
    url: str
    feishu: FakeFeishu
    slowest: float = SLOWEST
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    faults: Sequence[str] = ()

    @classmethod
    def taken(cls, history: History, url: str, feishu: FakeFeishu, slowest: float = SLOWEST) -> "Evidence":
        """Read everything the checks need, on a connection of its own."""
        engine = create_engine(url)
        try:
            with engine.connect() as db:
                rows = {name: db.execute(text(query)).all() for name, query in _QUERIES.items()}
                return cls(history, url, feishu, slowest, rows, _damage(db))
        finally:
            engine.dispose()


_QUERIES = {
    "visits": "SELECT v.id, v.purpose, p.open_id, c.name AS customer FROM visits v "
    "JOIN people p ON p.id = v.rep_id JOIN customers c ON c.id = v.customer_id ORDER BY v.id",
    "outbox": "SELECT id, uuid, verb, state, dedupe, lane, error FROM outbox ORDER BY id",
    "accepted": "SELECT event_key, act_key FROM inbox WHERE kind = 'Pressed:visits.FileVisit' AND state = 'answered' "
    "AND answer LIKE '%已记录%'",
    "failed": "SELECT ref, kind, error FROM inbox WHERE state = 'failed'",
    "pushes": "SELECT push, team_id, due_at FROM push_slots",
}


def once_each(seen: Evidence) -> list[Finding]:
    """I1: whatever was accepted is there: a visit as it was entered, or the row of the outbox that answers."""
    visits = {row.purpose: row for row in reversed(seen.rows["visits"])}
    answers = {row.dedupe for row in seen.rows["outbox"]}
    found = []
    for entry, line in seen.history.acked().items():
        asked = _asked(seen.history, entry)
        if not asked.form:
            if f"answer/{entry}" not in answers:
                found.append(Finding("I1", f"message {entry} was accepted and never answered", (entry,)))
        elif entry not in visits:
            found.append(Finding("I1", f"{entry} was accepted as {line.said!r} and is not there", (entry,)))
        else:
            found += _as_entered(asked, line, visits[entry])
    return found


def _as_entered(asked: Line, told: Line, row: Any) -> list[Finding]:
    found = []
    if (row.open_id, row.customer) != (asked.who, asked.customer):
        words = f"{asked.entry} was entered by {asked.who} about {asked.customer}, and is kept as {tuple(row)}"
        found.append(Finding("I1", words, (asked.entry,)))
    if number(row.id) not in told.said:
        words = f"{asked.entry} is {number(row.id)}, and its rep was told {told.said!r}"
        found.append(Finding("I1", words, (asked.entry,)))
    return found


def _asked(history: History, entry: str) -> Line:
    return next(line for line in history.lines if line.entry == entry and line.what == "invoke")


def never_twice(seen: Evidence) -> list[Finding]:
    """I2: nothing is there twice, and whoever asked twice was told the same."""
    often = Counter(row.purpose for row in seen.rows["visits"])
    found = [Finding("I2", f"{entry} is there {n} times", (entry,)) for entry, n in often.items() if n > 1]
    for entry, answers in seen.history.answers_of().items():
        if len(answers) > 1:
            found.append(Finding("I2", f"{entry} was answered in different ways: {sorted(answers)}", (entry,)))
    return found


def nothing_unasked(seen: Evidence) -> list[Finding]:
    """I3: nothing is there that nobody asked for."""
    asked = seen.history.invoked()
    kept = [row.purpose for row in seen.rows["visits"]]
    kept += [str(row.dedupe).removeprefix("answer/") for row in seen.rows["outbox"] if _is_answer(row)]
    return [Finding("I3", f"{entry} is there, and nobody asked for it", (entry,)) for entry in set(kept) - asked]


def _is_answer(row: Any) -> bool:
    return str(row.dedupe).startswith("answer/om_")


def shown_once(seen: Evidence) -> list[Finding]:
    """I4: what the bot wanted said is visible once; nothing is visible that it did not want said."""
    visible = Counter(message.uuid for message in _of_bot(seen.feishu))
    wanted = {row.uuid: row for row in seen.rows["outbox"] if row.verb in _SHOWN}
    found = []
    for uuid, row in wanted.items():
        entries = (str(row.dedupe).removeprefix("answer/"),)
        about = f"row {row.id} of the outbox ({row.dedupe or row.verb})"
        if row.state not in ("sent", "expired"):
            found.append(Finding("I4", f"{about} is still {row.state}: {row.error}", entries))
        elif row.state == "sent" and visible[uuid] != 1:
            found.append(Finding("I4", f"{about} is visible {visible[uuid]} times", entries))
        elif visible[uuid] > 1:
            found.append(Finding("I4", f"{about} was dropped, and is visible {visible[uuid]} times", entries))
    unwanted = visible.keys() - wanted.keys()
    return found + [
        Finding("I4", f"message {uuid!r} is visible, and no row of the outbox wanted it") for uuid in unwanted
    ]


def _of_bot(feishu: FakeFeishu) -> list[Message]:
    return [each for each in list(feishu.world.messages.values()) if each.sender.kind == "bot"]


def within_limits(seen: Evidence) -> list[Finding]:
    """I5: at most 50 calls in a second, 1,000 in a minute, 5 in a second to one receiver; none refused for it."""
    calls = [call for call in seen.feishu.calls if "/im/v1/messages" in call.path and call.method != "GET"]
    found = [Finding("I5", f"call {c.n} was refused as too often: {c.code}") for c in calls if c.code in _TOO_OFTEN]
    to_all = [call.at for call in calls]
    found += _crowded("the app", to_all, 50, timedelta(seconds=1)) + _crowded("the app", to_all, 1000, _MINUTE)
    by_receiver: dict[str, list[datetime]] = {}
    for call in calls:
        by_receiver.setdefault(_receiver(call), []).append(call.at)
    for receiver, times in by_receiver.items():
        found += _crowded(receiver, times, 5, timedelta(seconds=1))
    return found


_MINUTE = timedelta(minutes=1)


def _receiver(call: ApiCall) -> str:
    return str(call.body.get("receive_id")) if isinstance(call.body, dict) and "receive_id" in call.body else call.path


def _crowded(whom: str, times: Iterable[datetime], most: int, span: timedelta) -> list[Finding]:
    order = sorted(times)
    for first, one_too_many in zip(order, order[most:], strict=False):
        if one_too_many - first < span:
            return [Finding("I5", f"{whom} had more than {most} calls within {span} from {first}")]
    return []


def in_time(seen: Evidence) -> list[Finding]:
    """I6: no answer came later than Feishu waits for one."""
    late = [line for line in seen.history.lines if line.what in ("ok", "fail") and line.ms > seen.slowest * 1000]
    return [Finding("I6", f"an answer took {line.ms / 1000:.2f} s", (line.entry,)) for line in late]


def sound(seen: Evidence) -> list[Finding]:
    """I7: the file is whole, references lead somewhere, and what one transaction wrote in two tables agrees."""
    found = [Finding("I7", words) for words in seen.faults]
    accepted, kept = len(seen.rows["accepted"]), len(seen.rows["visits"])
    if accepted != kept:
        found.append(Finding("I7", f"{accepted} forms were accepted, and there are {kept} visits"))
    return found


def _damage(db: Connection) -> list[str]:
    """What the database itself finds wrong; PostgreSQL keeps references by itself."""
    if db.dialect.name != "sqlite":
        return []
    checked = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    loose = [f"a row of {row[0]} refers to nothing" for row in db.execute(text("PRAGMA foreign_key_check"))]
    return checked + loose


def each_push_once(seen: Evidence, wanted: Iterable[tuple[str, datetime]] = ()) -> list[Finding]:
    """I8: no (push, team, moment) was made twice, and those that were `wanted` (push, due moment) were made."""
    often = Counter((row.push, row.team_id, str(row.due_at)) for row in seen.rows["pushes"])
    found = [Finding("I8", f"{push} of {due} was made {n} times") for (push, _, due), n in often.items() if n > 1]
    keys = Counter(row.dedupe for row in seen.rows["outbox"] if row.dedupe)
    found += [Finding("I8", f"{key} was said {n} times") for key, n in keys.items() if n > 1]
    made = {(row.push, _instant(row.due_at)) for row in seen.rows["pushes"]}
    return found + [Finding("I8", f"{push} of {due} was not made") for push, due in wanted if (push, due) not in made]


def _instant(kept: object) -> datetime:
    """A moment as either database gives it, aware."""
    moment = kept if isinstance(kept, datetime) else datetime.fromisoformat(str(kept))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def no_blunders(seen: Evidence) -> list[Finding]:
    """I10: nothing was answered with an error of ours: a 5xx but "not now" (503), or a delivery that hit a bug."""
    lines = [line for line in seen.history.lines if line.status >= 500 and line.status != 503]
    found = [Finding("I10", f"{line.entry} was answered with {line.status}", (line.entry,)) for line in lines]
    return found + [Finding("I10", f"a {row.kind} hit a bug ({row.ref}): {row.error}") for row in seen.rows["failed"]]


CHECKS: tuple[Callable[[Evidence], list[Finding]], ...] = (
    once_each,
    never_twice,
    nothing_unasked,
    shown_once,
    within_limits,
    in_time,
    sound,
    each_push_once,
    no_blunders,
)


def findings(seen: Evidence) -> list[Finding]:
    """Everything that should not be."""
    return [finding for check in CHECKS for finding in check(seen)]


def report(seen: Evidence, found: Sequence[Finding], most: int = 5) -> str:
    """The findings, and of the history only what concerns the first few of them."""
    entries = {entry for finding in found[:most] for entry in finding.entries}
    lines = [str(finding) for finding in found[:most]]
    if len(found) > most:
        lines.append(f"… and {len(found) - most} more")
    return "\n".join([*lines, "the history of these:", *map(str, seen.history.about(entries))])


def assert_held(seen: Evidence) -> None:
    """Fail with the shortest history when any of it does not hold."""
    found = findings(seen)
    assert not found, report(seen, found)
