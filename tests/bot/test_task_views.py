"""Tasks as lines of other cards: the day card's part, and a team's tasks in one line."""

from datetime import date, timedelta

import pytest

from bot.card import card, fitting
from bot.task_views import MOST, task_lines, task_summary, when
from bot.text import Text
from sales.stretches import Stretch
from storage import task_moves
from storage.tasks import State, Task
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, found, memory, team_of
from tests.seen import parts
from tests.storage.test_tasks import FRIDAY, asking, finishing

__all__ = ["memory"]

DAY = timedelta(days=1)


def task(task_id: int = 1, due_on: date = TODAY, what: str = "寄样", asker: int = 2) -> Task:
    who = (1, 1, "李雷", "ou_li", asker, "王经理", "ou_boss", 1, "华宁精密")
    return Task(task_id, *who, what, "", "", None, due_on, due_on, None, 0, State.OPEN, None, None, 1)


def words(of: object) -> str:
    return "\n".join(str(part["content"]) for part in parts(of) if isinstance(part.get("content"), str))


def test_no_tasks_are_no_part_of_the_card() -> None:
    assert task_lines([], TODAY, "ou_li") is None


def test_each_has_its_button_and_says_until_when_and_from_whom() -> None:
    said = task_lines([task(1, TODAY - DAY * 2), task(2), task(3, TODAY + DAY, asker=1)], TODAY, "ou_li")
    assert "任务 3 项，过期 1 项" in words(said)
    assert "2月28日 周六，过期 2 天" in words(said)
    assert "今天 · 王经理布置" in words(said)
    assert "3月3日 周二前" in words(said)
    assert words(said).count("王经理布置") == 2
    stamps = [part["value"] for part in parts(said) if part.get("type") == "callback"]
    assert [(stamp["do"], stamp["with"]["on"], stamp["to"]) for stamp in stamps] == [
        ("task_forms.FinishTask", "morning", "ou_li")
    ] * 3


def test_more_than_a_few_are_counted_and_the_card_stays_small() -> None:
    many = [task(n, what="很长的一件事情" * 40) for n in range(MOST + 3)]
    said = task_lines(many, TODAY, "ou_li")
    assert "还有 3 项" in words(said)
    title = Text("今天", "today")
    assert fitting(card(title, said, summary=title)).size < 20_000


@pytest.mark.parametrize("due_on, zh, en", [
    (TODAY, "今天（3月2日 周一）", "today (Mon 2 Mar)"),
    (TODAY + DAY, "3月3日 周二前", "by Tue 3 Mar"),
    (TODAY - DAY, "3月1日 周日，过期 1 天", "Sun 1 Mar, 1 day overdue"),
])  # fmt: skip
def test_until_when_is_said_in_both_languages(due_on: date, zh: str, en: str) -> None:
    said = when(task(due_on=due_on), TODAY)
    assert (said.zh, said.en) == (zh, en)


def test_a_teams_tasks_in_one_line(memory: UnitOfWork) -> None:
    memory.write(found)
    week = Stretch(date(2026, 3, 2), date(2026, 3, 9))

    def line(today: date) -> str:
        said = memory.read(lambda db: task_summary(db, team_of(db), week, today))
        return said.zh if said else ""

    assert line(FRIDAY) == ""
    first = memory.write(asking(what="一"))
    memory.write(asking(what="二"))
    memory.write(finishing(first, FRIDAY))
    assert line(FRIDAY) == "任务完成 1/2，逾期 0 项"
    assert line(FRIDAY + DAY * 3) == "任务完成 1/2，逾期 1 项"
    dropped = memory.write(asking(what="三"))
    memory.write(lambda db: task_moves.drop(db, dropped, dropped.asker_id, FRIDAY, "不要了", NOW))
    assert line(FRIDAY) == "任务完成 1/2，逾期 0 项"
