"""Who may see, set, change and split which target: every kind of person, by line and by press, and presses at once."""

import pytest

from bot.form import Form
from handlers.targets.forms import ChangeTarget, ConfirmSplit, ConfirmTarget, OpenSplit, ShowTargets
from playground import Person
from tests.handlers.test_target_presses import send
from tests.handlers.test_targets import ABOVE, NOT_YOURS, set_target
from tests.installation import Installation
from tests.seen import labels, read, toast
from tests.storage.test_tasks import together

COUNT = "select count(*) from targets"
STRANGER = "我还不认识你"

COMPANY, AREA = ("company:", "2026-Q2", "K01", ""), ("area:华东", "2026-Q2", "K01", "")
OWN, OTHER = ("team:1", "2026-04", "K01", ""), ("team:2", "2026-04", "K01", "")
MANAGER, REP, MATE, RED = (f"rep:{n}" for n in (1, 2, 3, 5))


def of_rep(whose: str) -> tuple[str, str, str, str]:
    return (whose, "2026-04", "K01", "")


class Firm:
    """Two teams of one area, an admin in neither, and a stranger; everybody is known."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        east = house.squad()
        second = house.squad("华东二队", "周经理", ("小红",))
        for squad in (east, second):
            house.say_in(squad.chat, squad.manager, "大区 华东")
        (stranger,) = house.people("路人")
        self.east, self.second = east, second
        self.who: dict[str, Person] = {
            "admin": house.admin,
            "manager": east.manager,
            "rep": east.reps[0],
            "mate": east.reps[1],
            "other": second.manager,
            "red": second.reps[0],
            "stranger": stranger,
        }

    def count(self) -> int:
        return int(self.house.rows(COUNT)[0][0])


@pytest.fixture
def firm(lite: Installation) -> Firm:
    return Firm(lite)


PLACES = {
    "company": COMPANY, "area": AREA, "own": OWN, "other": OTHER, "manager": of_rep(MANAGER), "rep": of_rep(REP),
    "mate": of_rep(MATE), "red": of_rep(RED),
}  # fmt: skip
MAY_SET = {
    "admin": set(PLACES),
    "manager": {"own", "manager", "rep", "mate"},
    "rep": set(),
    "mate": set(),
    "other": {"other", "red"},
    "red": set(),
    "stranger": set(),
}
MAY_SEE = MAY_SET | {"rep": {"own", "rep"}, "mate": {"own", "mate"}, "red": {"other", "red"}}


@pytest.mark.parametrize("who", MAY_SET)
def test_whoever_may_set_a_target_sets_it_and_nobody_else(firm: Firm, who: str) -> None:
    for name, place in PLACES.items():
        before = firm.count()
        tone, words = send(firm.house, firm.who[who], ConfirmTarget(*place, "500", "", 0))
        may = name in MAY_SET[who]
        assert (tone == "success") is may, (who, name, words)
        assert firm.count() - before == may, (who, name)
        if not may:
            assert (STRANGER if who == "stranger" else NOT_YOURS) in words, (who, name)


@pytest.mark.parametrize("who", MAY_SEE)
def test_whoever_may_see_a_target_sees_it_and_nobody_else(firm: Firm, who: str) -> None:
    for name, place in PLACES.items():
        tone, words = send(firm.house, firm.who[who], ShowTargets(*place))
        assert (tone == "") is (name in MAY_SEE[who]), (who, name, words)


@pytest.mark.parametrize("who", MAY_SET)
def test_a_teams_target_is_split_by_whoever_leads_it(firm: Firm, who: str) -> None:
    for name, rep in (("own", 2), ("other", 5)):
        before = firm.count()
        send(firm.house, firm.who[who], OpenSplit(*PLACES[name]))
        tone, _ = send(firm.house, firm.who[who], ConfirmSplit(*PLACES[name], f"{rep}:500:0", ""))
        may = name in MAY_SET[who]
        assert (tone == "success") is may, (who, name)
        assert firm.count() - before == may, (who, name)


@pytest.mark.parametrize("name", ["company", "area", "manager", "rep", "mate", "red"])
def test_nothing_but_a_team_is_split(firm: Firm, name: str) -> None:
    for form in (OpenSplit(*PLACES[name]), ConfirmSplit(*PLACES[name], "2:500:0", "")):
        assert send(firm.house, firm.house.admin, form)[0] == "warning"
    assert firm.count() == 0


LINES = [
    ("manager", "本队 4月 30万", True), ("manager", "李雷 4月 30万", True), ("manager", "我 4月 30万", True),
    ("manager", "公司 4月 30万", False), ("manager", "华东大区 4月 30万", False), ("manager", "小红 4月 30万", False),
    ("rep", "我 4月 30万", False), ("rep", "本队 4月 30万", False), ("rep", "王经理 4月 30万", False),
    ("rep", "公司 4月 30万", False), ("red", "小红 4月 30万", False), ("other", "小红 4月 30万", True),
    ("other", "本队 4月 20家", True), ("other", "李雷 4月 30万", False), ("other", "公司 2027 1亿", False),
    ("admin", "公司 2027 1亿", True), ("admin", "华东大区 2027 5000万", True), ("admin", "小红 4月 60次", True),
    ("admin", "华东二队 4月 30万", True), ("stranger", "公司 2027 1亿", False), ("stranger", "我 4月 30万", False),
]  # fmt: skip


def test_a_line_comes_to_a_preview_for_those_who_may(firm: Firm) -> None:
    for who, words, may in LINES:
        card = firm.house.say(firm.who[who], f"目标 {words}")
        assert ("确认" in labels(card)) is may, (who, words, read(card)[:80])
    assert firm.count() == 0


def test_what_was_set_above_a_manager_reads_but_does_not_change(firm: Firm) -> None:
    house, manager = firm.house, firm.who["manager"]
    set_target(house, house.admin, "目标 华东一队 4月 40万")
    tone, words = send(house, manager, ConfirmTarget(*OWN, "500", "太高", 1))
    assert (tone, ABOVE in words) == ("warning", True)
    assert send(house, manager, ShowTargets(*OWN)) == ("", "")
    assert "¥40万" in read(house.say(manager, "目标 本队 4月"))
    assert send(house, manager, ConfirmSplit(*OWN, "2:500:0 3:500:0", ""))[0] == "success"
    assert firm.count() == 3


def test_a_manager_changes_what_a_director_set_for_a_rep_of_theirs(firm: Firm) -> None:
    set_target(firm.house, firm.house.admin, "目标 李雷 4月 40万")
    tone, _ = send(firm.house, firm.who["manager"], ConfirmTarget(*of_rep(REP), "500", "太高", 1))
    assert tone == "success"
    assert firm.house.rows("select value, version from targets order by version") == [(40_000_000, 1), (500, 2)]


def test_a_rep_who_changes_teams_is_set_by_the_new_manager(firm: Firm) -> None:
    house, red = firm.house, firm.who["red"]
    house.feishu.leave(firm.second.chat, [red])
    house.feishu.join(firm.east.chat, [red])
    house.drain()
    assert send(house, firm.who["other"], ConfirmTarget(*of_rep(RED), "500", "", 0))[0] == "warning"
    assert send(house, firm.who["manager"], ConfirmTarget(*of_rep(RED), "500", "", 0))[0] == "success"


def test_for_somebody_who_has_left_nobody_sets_a_target(firm: Firm) -> None:
    house = firm.house
    house.feishu.leave(firm.second.chat, [firm.who["red"]])
    house.drain()
    for who in ("admin", "other", "red"):
        assert send(house, firm.who[who], ConfirmTarget(*of_rep(RED), "500", "", 0))[0] == "warning", who
    assert firm.count() == 0


STALE: list[tuple[Form, str]] = [
    (ConfirmTarget(*OWN, "600", "A12", 0), "刚才有人改过这个目标"),
    (ConfirmTarget(*OWN, "600", "A12", 2), "刚才有人改过这个目标"),
    (ConfirmTarget(*OWN, "600", "A12", 99), "刚才有人改过这个目标"),
    (ConfirmTarget(*OWN, "600", "", 1), "要改请写原因"),
]


@pytest.mark.parametrize("form, said", STALE)
def test_a_press_for_what_does_not_stand_any_more_keeps_nothing(firm: Firm, form: Form, said: str) -> None:
    send(firm.house, firm.who["manager"], ConfirmTarget(*OWN, "500", "", 0))
    tone, words = send(firm.house, firm.who["manager"], form)
    assert (tone, said in words) == ("warning", True), words
    assert firm.house.rows("select value, version from targets") == [(500, 1)]


def test_a_second_press_for_what_stands_already_is_thanked_and_keeps_one(firm: Firm) -> None:
    for seen in (0, 0, 7):
        assert send(firm.house, firm.who["manager"], ConfirmTarget(*OWN, "500", "", seen))[0] == "success"
    assert firm.count() == 1


def test_of_two_who_confirm_different_targets_at_once_one_is_kept(house: Installation) -> None:
    firm = Firm(house)
    shown = {}
    for who, words in (("admin", "目标 华东一队 4月 40万"), ("manager", "目标 本队 4月 30万")):
        shown[who] = house.say(firm.who[who], words).message_id
    said = together(*(
        lambda who=who: house.feishu.press(firm.who[who], shown[who], "确认") for who in ("admin", "manager")
    ))  # fmt: skip
    assert sorted(toast(each)[0] for each in said) == ["success", "warning"]
    assert firm.count() == 1


def test_two_who_split_a_team_at_once_keep_one_split(house: Installation) -> None:
    firm = Firm(house)
    set_target(house, house.admin, "目标 华东一队 4月 90万")
    shown = {}
    for who, words in (("admin", "目标 分解 华东一队 4月"), ("manager", "目标 分解 本队 4月")):
        card = house.say(firm.who[who], words)
        parts = {"part_1": "50万", "part_2": "40万"} if who == "admin" else {"part_1": "30万", "part_2": "60万"}
        house.feishu.submit(firm.who[who], card.message_id, parts)
        shown[who] = house.answer(firm.who[who]).message_id
    said = together(*(
        lambda who=who: house.feishu.press(firm.who[who], shown[who], "确认") for who in ("admin", "manager")
    ))  # fmt: skip
    assert sorted(toast(each)[0] for each in said) == ["success", "warning"]
    kept = [value for (value,) in house.rows("select value from targets where scope_kind = 'rep' order by scope_key")]
    assert kept in ([50_000_000, 40_000_000], [30_000_000, 60_000_000])


@pytest.mark.parametrize("who", ["rep", "red", "stranger"])
def test_the_form_that_changes_a_target_sets_nothing_for_who_may_not(firm: Firm, who: str) -> None:
    house = firm.house
    send(house, firm.who[who], ChangeTarget(*OWN, "500", ""))
    assert firm.count() == 0
    assert "¥" not in read(house.answer(firm.who[who]))


def test_a_target_said_in_a_group_is_answered_privately_whoever_asks(firm: Firm) -> None:
    house = firm.house
    set_target(house, firm.who["manager"], "目标 本队 4月 30万")
    for who in ("manager", "rep"):
        card = house.say_in(firm.east.chat, firm.who[who], "目标 本队 4月")
        assert "¥" not in str(card.card)
        assert "¥30万" in read(house.answer(firm.who[who]))
