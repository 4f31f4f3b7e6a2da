"""A database with people in it, for tests that need no Feishu: whatever one lacks is made by the product's own code."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest

from sales.visits import Findings, Kind
from storage import people, visits
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.people import Person, Team
from storage.uow import UnitOfWork
from storage.visits import Visit

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten o'clock on a Monday in Shanghai."""
TODAY = date(2026, 3, 2)
SAID = Findings(TODAY, Kind.ON_SITE, "陈总", "续约", "同意试用", "报价", date(2026, 3, 9))
NAMES = {"ou_boss": "王经理", "ou_li": "李雷", "ou_han": "韩梅梅"}


@pytest.fixture
def memory(db_url: str) -> Iterator[UnitOfWork]:
    """An empty database of each kind, opened."""
    with UnitOfWork(db_url) as opened:
        yield opened


def meet(db: Connection, chat_id: str = "oc_east", name: str = "华东一队") -> Team:
    """A group that the bot has entered and whose members it knows: the first is to be the manager."""
    people.set_roster(db, people.meet_team(db, chat_id, name, "Asia/Shanghai", NOW), NAMES, NOW)
    return team_of(db, chat_id)


def found(db: Connection, chat_id: str = "oc_east", name: str = "华东一队") -> Team:
    """The same group as a sales team."""
    people.found_team(db, meet(db, chat_id, name), person(db, "ou_boss"), NOW)
    return team_of(db, chat_id)


def team_of(db: Connection, chat_id: str = "oc_east") -> Team:
    """The team of a group, as it is now."""
    team = people.team_of_chat(db, chat_id)
    assert team is not None
    return team


def person(db: Connection, open_id: str) -> Person:
    """Somebody who was met before."""
    known, _ = people.find_person(db, open_id)
    assert known is not None
    return known


def file(db: Connection, open_id: str = "ou_li", customer: str = "华宁精密", **said: object) -> Visit:
    """A visit of a rep, in the team of `found`."""
    rep = person(db, open_id)
    findings = replace(SAID, **said)  # type: ignore[arg-type]
    return visits.add_visit(db, team_of(db), rep, find_or_add_customer(db, customer, rep.id, NOW), findings, NOW, NOW)


def filing(open_id: str = "ou_li", customer: str = "华宁精密", **said: object) -> Callable[[Connection], Visit]:
    """The same as work to be written, so that it can be made in a loop."""
    return lambda db: file(db, open_id, customer, **said)


def at_once(many: int, act: Callable[[int], T]) -> list[T | Exception]:
    """Run `act(0…many-1)` in as many threads that begin together; give what each returned or raised, in order."""
    gate = threading.Barrier(many)
    outcomes: list[T | Exception] = [RuntimeError("never ran")] * many

    def run(number: int) -> None:
        gate.wait()
        try:
            outcomes[number] = act(number)
        except Exception as error:  # noqa: BLE001 - whatever it was, the test will look at it
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
