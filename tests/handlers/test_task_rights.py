"""Every press on a task by every kind of person, whatever their cards offer them: the operator decides."""

from itertools import count
from typing import Any

import pytest

from bot.form import Form
from bot.task_forms import (
    LIST,
    MORNING,
    AskDrop,
    AskHandOver,
    AskPostpone,
    DropTask,
    FinishTask,
    HandOverTask,
    PostponeTask,
    ReopenTask,
    ShowTask,
)
from playground import Delivered, Person
from tests.handlers.tasking import FRIDAY, give, heard, newest, stands
from tests.installation import Installation
from tests.seen import read, toast

LATER = "2026-03-10"
_KEYS = count()

STANDS = "owner_id, state, due_on, postponed, version"
UNTOUCHED = [("3", "open", FRIDAY, "0", "1")]
"""李雷 (2) asked 韩梅梅 (3) in the team of 王经理 (1) and 周舟 (4)."""


class Firm:
    """A team in which a task was given, another team, and people in neither."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        squad = house.squad(reps=("李雷", "韩梅梅", "周舟"))
        other = house.squad("华南一队", "周经理", ("孙丽",))
        house.feishu.join(other.chat, [house.admin])
        house.drain()
        (stranger,) = house.people("路人")
        asker, owner, colleague = squad.reps
        self.chat = squad.chat
        self.who: dict[str, Person] = {
            "owner": owner,
            "asker": asker,
            "manager": squad.manager,
            "colleague": colleague,
            "other manager": other.manager,
            "other rep": other.reps[0],
            "admin": house.admin,
            "stranger": stranger,
        }
        give(house, asker, "@韩梅梅 周五前 寄样")

    def press(self, who: str, form: Form, **typed: str) -> Delivered:
        """Press a button that carries a form, whoever it was made for."""
        person = self.who[who]
        chat = self.house.feishu.direct(person)
        if not self.house.feishu.messages(chat):
            self.house.say(person, "帮助")
        shown = self.house.feishu.last_card(chat)
        stamp = form.stamp(key=f"forged/{next(_KEYS)}")
        action: dict[str, Any] = {"tag": "button", "value": stamp, "form_value": typed}
        event = {
            "operator": {"open_id": person.open_id},
            "action": action,
            "context": {"open_message_id": shown.message_id, "open_chat_id": chat.chat_id},
        }
        return self.house.feishu.deliver(self.house.feishu.envelope("card.action.trigger", event))


def answer(done: Delivered) -> tuple[str, str]:
    """The colour and the words of what was said; nothing where only a card came."""
    return toast(done)[:2] if "toast" in done.body else ("", "")


@pytest.fixture
def firm(lite: Installation) -> Firm:
    return Firm(lite)


FINISH, SHOW = FinishTask(1, 1), ShowTask(1)
MAY_MOVE = ("owner", "asker", "manager", "admin")
MAY_DROP = ("asker", "manager", "admin")
INSIDE = (*MAY_MOVE, "colleague", "other manager", "other rep")
NOT_THEIRS, NOT_TO_DROP, UNKNOWN = "T-1 只有负责人、布置人", "T-1 只有布置人和团队经理", "我还不认识你"

MOVES: list[tuple[Form, dict[str, str], tuple[str, ...], list[tuple[str, ...]]]] = [
    (FINISH, {}, MAY_MOVE, [("3", "done", FRIDAY, "0", "2")]),
    (FinishTask(1, 1, LIST), {}, MAY_MOVE, [("3", "done", FRIDAY, "0", "2")]),
    (FinishTask(1, 1, MORNING), {}, MAY_MOVE, [("3", "done", FRIDAY, "0", "2")]),
    (PostponeTask(1, 1), {"due_on": LATER}, MAY_MOVE, [("3", "open", LATER, "1", "2")]),
    (HandOverTask(1, 1), {"to": "4"}, MAY_MOVE, [("4", "open", FRIDAY, "0", "2")]),
    (HandOverTask(1, 1), {"to": "1", "reason": "带新人"}, MAY_MOVE, [("1", "open", FRIDAY, "0", "2")]),
    (DropTask(1, 1), {"reason": "客户不要了"}, MAY_DROP, [("3", "dropped", FRIDAY, "0", "2")]),
]
TABLE = [(form, typed, who, after) for form, typed, may, after in MOVES for who in may]
NO = [(form, typed, who) for form, typed, may, _ in MOVES for who in (*INSIDE, "stranger") if who not in may]


@pytest.mark.parametrize("form, typed, who, after", TABLE)
def test_who_may_move_a_task_moves_it(
    firm: Firm, form: Form, typed: dict[str, str], who: str, after: list[tuple[str, ...]]
) -> None:
    assert answer(firm.press(who, form, **typed))[0] == "success"
    assert stands(firm.house, STANDS) == after


def test_whoever_may_not_moves_nothing_and_is_told_why(firm: Firm) -> None:
    for form, typed, who in NO:
        why = UNKNOWN if who == "stranger" else NOT_TO_DROP if who == "owner" else NOT_THEIRS
        tone, words = answer(firm.press(who, form, **typed))
        assert (tone, words.startswith(why)) == ("warning", True), (who, form, words)
    assert stands(firm.house, STANDS) == UNTOUCHED
    assert len(firm.house.rows("select id from outbox where about = 'task'")) == 1


@pytest.mark.parametrize("question", [AskPostpone(1, 1), AskHandOver(1, 1), AskDrop(1, 1)])
def test_a_question_is_only_drawn_for_who_may_answer_it(firm: Firm, question: Form) -> None:
    may = MAY_DROP if isinstance(question, AskDrop) else MAY_MOVE
    for who in (*INSIDE, "stranger"):
        done = firm.press(who, question)
        assert ("toast" not in done.body) is (who in may), who
    assert stands(firm.house, STANDS) == UNTOUCHED


def test_a_task_is_shown_to_whom_it_concerns_and_is_not_there_for_others(firm: Firm) -> None:
    for who in MAY_MOVE:
        assert answer(firm.press(who, SHOW)) == ("", ""), who
        assert "寄样" in read(firm.house.say(firm.who[who], "任务 T-1")), who
    for who in ("colleague", "other manager", "other rep"):
        assert "没有找到 T-1" in answer(firm.press(who, SHOW))[1], who
        assert "没有找到 T-1" in read(firm.house.say(firm.who[who], "任务 T-1")), who
    assert answer(firm.press("stranger", SHOW))[1].startswith(UNKNOWN)


@pytest.mark.parametrize("form, typed", [
    (ShowTask(99), {}),
    (FinishTask(0, 1), {}),
    (FinishTask(99, 1), {}),
    (FinishTask(2**31 - 1, 1), {}),
    (AskDrop(99, 1), {}),
    (PostponeTask(99, 1), {"due_on": LATER}),
    (HandOverTask(99, 1), {"to": "4"}),
    (DropTask(99, 1), {"reason": "x"}),
    (ReopenTask(99, 1), {}),
])  # fmt: skip
def test_a_task_that_there_is_not(firm: Firm, form: Form, typed: dict[str, str]) -> None:
    assert "没有找到 T-" in answer(firm.press("admin", form, **typed))[1]
    assert firm.house.rows("select count(*) from inbox where state = 'failed'") == [(0,)]
    assert stands(firm.house, STANDS) == UNTOUCHED


STALE: list[tuple[Form, dict[str, str]]] = [
    (FINISH, {}),
    (AskPostpone(1, 1), {}),
    (AskHandOver(1, 1), {}),
    (AskDrop(1, 1), {}),
    (PostponeTask(1, 1), {"due_on": "2026-03-20"}),
    (HandOverTask(1, 1), {"to": "4"}),
    (DropTask(1, 1), {"reason": "不要了"}),
    (ReopenTask(1, 1), {}),
]


@pytest.mark.parametrize("form, typed", STALE)
def test_a_press_on_an_older_version_changes_nothing_and_shows_the_new_one(
    firm: Firm, form: Form, typed: dict[str, str]
) -> None:
    firm.press("owner", PostponeTask(1, 1), due_on=LATER)
    done = firm.press("manager", form, **typed)
    assert answer(done)[0] == "warning"
    assert "3月10日" in str(done.body)
    assert stands(firm.house, STANDS) == [("3", "open", LATER, "1", "2")]


@pytest.mark.parametrize("form, typed", STALE[:-1])
@pytest.mark.parametrize("end", [FINISH, DropTask(1, 1)])
def test_a_press_on_a_closed_task_says_that_it_is_settled(
    firm: Firm, end: Form, form: Form, typed: dict[str, str]
) -> None:
    firm.press("manager", end, **({"reason": "改方案"} if isinstance(end, DropTask) else {}))
    before = stands(firm.house, STANDS)
    tone, words = answer(firm.press("manager", form, **typed))
    assert (tone, "之前已经处理过了" in words) == ("warning", True)
    assert stands(firm.house, STANDS) == before


def test_the_list_and_the_day_card_finish_whatever_version_they_were_drawn_for(firm: Firm) -> None:
    firm.press("owner", PostponeTask(1, 1), due_on=LATER)
    assert answer(firm.press("owner", FinishTask(1, 1, MORNING)))[0] == "success"
    assert stands(firm.house, STANDS) == [("3", "done", LATER, "1", "3")]


@pytest.mark.parametrize("who", [*INSIDE, "stranger"])
def test_who_may_open_it_again(firm: Firm, who: str) -> None:
    firm.press("owner", FINISH)
    done = firm.press(who, ReopenTask(1, 2))
    assert answer(done)[0] == ("success" if who in MAY_MOVE else "warning")
    assert stands(firm.house, "state") == [("open" if who in MAY_MOVE else "done",)]


TOLD = [
    ("owner", ["asker"], []),
    ("asker", ["owner"], []),
    ("manager", ["owner", "asker"], []),
    ("admin", ["owner", "asker"], ["manager"]),
]


@pytest.mark.parametrize("who, hear, do_not", TOLD)
def test_those_whom_it_concerns_hear_of_it_and_nobody_else(
    firm: Firm, who: str, hear: list[str], do_not: list[str]
) -> None:
    firm.press(who, FINISH)
    assert [heard(firm.house, firm.who[each], "完成了任务") for each in hear] == [1] * len(hear)
    rest = [*do_not, who, "colleague", "other manager"]
    assert [heard(firm.house, firm.who[each], "完成了任务") for each in rest] == [0] * len(rest)


def test_a_task_taken_away_by_the_manager_is_told_to_all_three(firm: Firm) -> None:
    firm.press("manager", HandOverTask(1, 1), to="4", reason="你最近太忙")
    assert heard(firm.house, firm.who["colleague"], "王经理 把任务转交给你") == 1
    assert heard(firm.house, firm.who["owner"], "王经理 把任务转交给了 周舟") == 1
    assert heard(firm.house, firm.who["asker"], "王经理 把任务转交给了 周舟") == 1


def test_who_was_the_owner_has_no_say_any_more_and_who_is_now_has(firm: Firm) -> None:
    firm.press("owner", HandOverTask(1, 1), to="4")
    assert answer(firm.press("owner", FinishTask(1, 2)))[1].startswith(NOT_THEIRS)
    assert answer(firm.press("owner", SHOW))[1].startswith("没有找到")
    assert answer(firm.press("colleague", FinishTask(1, 2)))[0] == "success"


@pytest.mark.parametrize("to", ["", "0", "-4", "99", "abc", "４", "5", "6", "7", "4.0", "4 "])
def test_a_task_is_handed_to_people_of_its_team_alone(firm: Firm, to: str) -> None:
    tone, _ = answer(firm.press("owner", HandOverTask(1, 1), to=to))
    moved = stands(firm.house, "owner_id")
    assert (tone, moved) in [("warning", [("3",)]), ("success", [("4",)])]
    assert moved == [("4",)] if to.strip() == "4" else moved == [("3",)]


def test_who_has_left_the_team_can_be_given_nothing_and_moves_nothing(firm: Firm) -> None:
    house = firm.house
    house.feishu.leave(firm.chat, [firm.who["colleague"], firm.who["owner"]])
    house.drain()
    assert answer(firm.press("asker", HandOverTask(1, 1), to="4"))[0] == "warning"
    assert stands(house, STANDS) == UNTOUCHED
    assert "没看懂" in read(house.say(firm.who["asker"], "任务 @周舟 周五前 盘点"))
    assert answer(firm.press("owner", FINISH))[0] == "warning"
    assert answer(firm.press("manager", HandOverTask(1, 1), to="2"))[0] == "success"
    assert stands(house, "owner_id") == [("2",)]


def test_the_tasks_of_who_has_left_stay_in_the_teams_list_until_somebody_takes_them(firm: Firm) -> None:
    house = firm.house
    house.feishu.leave(firm.chat, [firm.who["owner"]])
    house.drain()
    assert "韩梅梅 任务 1" in read(house.say(firm.who["manager"], "待办 本队"))
    assert "我布置的（1 项未完成）" in read(house.say(firm.who["asker"], "待办"))
    firm.press("manager", HandOverTask(1, 1), to="4")
    assert "周舟 任务 1" in read(house.say(firm.who["manager"], "待办 本队"))
    assert "寄样" in read(newest(house, firm.who["colleague"], "把任务转交给你"))
