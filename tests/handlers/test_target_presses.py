"""Presses of targets that no card of ours holds, or that somebody else's card holds: the operator decides."""

from typing import Any

import pytest

from bot.form import OUTDATED, Form
from handlers.targets.forms import (
    ChangeTarget,
    ConfirmSplit,
    ConfirmTarget,
    OpenSplit,
    SetTarget,
    ShowTargets,
    SplitTarget,
)
from playground import Person
from tests.installation import Installation
from tests.seen import lite, read, toast

__all__ = ["lite"]

PLACE = ("team:1", "2026-04", "K01", "")
REP_PLACE = ("rep:2", "2026-04", "K01", "")


def send(house: Installation, who: Person, form: Form, typed: dict[str, str] | None = None) -> tuple[str, str]:
    """Press a button that carries a form, whoever it was made for; the toast, or nothing and what the card says."""
    chat = house.feishu.direct(who)
    if not house.feishu.messages(chat):
        house.say(who, "帮助")
    shown = house.feishu.last_card(chat)
    action: dict[str, Any] = {"tag": "button", "value": form.stamp(key="forged"), "form_value": typed or {}}
    event = {
        "operator": {"open_id": who.open_id},
        "action": action,
        "context": {"open_message_id": shown.message_id, "open_chat_id": chat.chat_id},
    }
    done = house.feishu.deliver(house.feishu.envelope("card.action.trigger", event))
    return toast(done)[:2] if "toast" in done.body else ("", "")


FORGED: list[Form] = [
    ConfirmTarget(*PLACE, "", "", 0),
    ConfirmTarget(*PLACE, "-5", "", 0),
    ConfirmTarget(*PLACE, "9" * 30, "", 0),
    ConfirmTarget(*PLACE, "٣", "", 0),
    ConfirmTarget("team:x", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("team:99999999999", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("team:77", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("rep:77", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("area:火星", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("company:1", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("area:", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("galaxy:1", "2026-04", "K01", "", "5", "", 0),
    ConfirmTarget("team:1", "2026-04-05", "K01", "", "5", "", 0),
    ConfirmTarget("team:1", "2026-13", "K01", "", "5", "", 0),
    ConfirmTarget("team:1", "2026-04-01..2026-04-15", "K01", "", "5", "", 0),
    ConfirmTarget("team:1", "2026-04", "K99", "", "5", "", 0),
    ChangeTarget("", "2026-04", "K01", ""),
    ShowTargets("team:1", "soon", "K01", ""),
    ShowTargets("team:77", "2026-04", "K01", ""),
    OpenSplit(*PLACE, 0, "2", ""),
    OpenSplit(*PLACE, 0, "2:x", ""),
    ConfirmSplit(*PLACE, "2:5", ""),
    ConfirmSplit(*PLACE, "77:5:0", ""),
    SplitTarget("team:1", "2026-04", "K01", "", "2:3"),
]


def test_what_no_card_holds_is_outdated(lite: Installation) -> None:
    lite.squad()
    for form in FORGED:
        assert send(lite, lite.admin, form, {"part_1": "5"}) == ("warning", OUTDATED.zh), form
    assert lite.rows("select count(*) from targets") == [(0,)]
    assert lite.rows("select count(*) from inbox where state = 'failed'") == [(0,)]


NO = "不归你定"

OTHERS: list[tuple[str, Form, str]] = [
    ("rep", ConfirmTarget(*PLACE, "5", "", 0), NO),
    ("rep", ConfirmTarget(*REP_PLACE, "5", "", 0), NO),
    ("rep", ConfirmTarget("company:", "2026", "K01", "", "5", "", 0), NO),
    ("rep", ShowTargets("company:", "2026", "K01", ""), NO),
    ("rep", ShowTargets("rep:3", "2026-04", "K01", ""), NO),
    ("rep", OpenSplit(*PLACE), NO),
    ("rep", ConfirmSplit(*PLACE, "2:5:0", ""), NO),
    ("other", ConfirmTarget(*PLACE, "5", "", 0), NO),
    ("other", ConfirmTarget(*REP_PLACE, "5", "", 0), NO),
    ("other", ShowTargets(*PLACE), NO),
    ("other", OpenSplit(*PLACE), NO),
    ("other", ConfirmSplit(*PLACE, "2:5:0", ""), NO),
    ("manager", ConfirmTarget("company:", "2026", "K01", "", "5", "", 0), NO),
    ("manager", ConfirmTarget("team:2", "2026-04", "K01", "", "5", "", 0), NO),
    ("manager", OpenSplit("team:2", "2026-04", "K01", ""), NO),
    ("manager", OpenSplit(*REP_PLACE), NO),
    ("stranger", ConfirmTarget(*PLACE, "5", "", 0), "我还不认识你"),
    ("stranger", ShowTargets(*PLACE), "我还不认识你"),
    ("stranger", OpenSplit(*PLACE), "我还不认识你"),
]


def test_somebody_elses_press_does_nothing(lite: Installation) -> None:
    squad = lite.squad()
    other = lite.squad("华东二队", "周经理", ("小红",))
    (stranger,) = lite.people("路人")
    who = {"rep": squad.reps[0], "manager": squad.manager, "other": other.manager, "stranger": stranger}
    for asker, form, said in OTHERS:
        tone, words = send(lite, who[asker], form)
        assert (tone, said in words) == ("warning", True), (asker, form, words)
    assert lite.rows("select count(*) from targets") == [(0,)]


@pytest.mark.parametrize("reason", ["", "因为"])
def test_a_rep_of_another_team_gets_nothing_by_a_split(lite: Installation, reason: str) -> None:
    squad = lite.squad()
    lite.squad("华东二队", "周经理", ("小红",))
    (red,) = lite.rows("select id from people where name = '小红'")
    assert send(lite, squad.manager, ConfirmSplit(*PLACE, f"{red[0]}:5:0", reason))[0] == "warning"
    assert lite.rows("select count(*) from targets") == [(0,)]


def test_the_form_is_not_for_those_who_may_set_nothing(lite: Installation) -> None:
    squad = lite.squad()
    filled = {"whose": "rep:2", "period": "4月", "value": "5", "metric": "K01"}
    tone, words = send(lite, squad.reps[0], SetTarget(), filled)
    assert (tone, NO in words) == ("warning", True)


def test_words_of_people_stay_words(lite: Installation) -> None:
    squad = lite.squad("<at id=all></at>**队**")
    lite.say(squad.manager, "目标 本队 4月 5万")
    lite.feishu.press(squad.manager, lite.answer(squad.manager).message_id, "确认")
    shown = lite.say(squad.manager, "目标 本队 4月 6万 因为 <at id=all></at>**急**")
    assert "<at id=all></at>" in read(shown)
