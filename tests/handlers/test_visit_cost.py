"""What one visit costs the database: the press that comes hundreds of times in the evening, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from playground import Person
from tests.installation import Installation
from tests.seen import toast

MOST = 11
"""Statements of a visit to a known customer; each is a fifteenth of its time, and the evening's queue waits for it."""


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every statement of whatever database, without those that begin and end transactions."""
    asked: list[str] = []

    def hear(_db: object, _cursor: object, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def file(house: Installation, rep: Person) -> list[str]:
    """File a visit to one and the same customer; give the statements of the press."""
    form = house.say(rep, "拜访")
    typed = {"customer": "华宁精密", "outcome": "同意试用", "next_step": "送样", "next_step_on": "2026-03-05"}
    with heard() as asked:
        done = house.feishu.submit(rep, form.message_id, typed)
    assert toast(done)[0] == "success"
    return asked


def test_a_visit_to_a_known_customer_takes_few_statements(lite: Installation) -> None:
    rep = lite.squad().reps[0]
    file(lite, rep)
    asked = file(lite, rep)
    assert len(asked) <= MOST, "\n".join(asked)
    assert len(set(asked)) == len(asked), "nothing is asked twice"
