"""客户: found by any name, shown to who may see it, claimed where nobody looks after it."""

import pytest

from playground import Message, Person
from tests.installation import Installation, Squad
from tests.seen import cards, labels, read, toast

ZHIYUN = "杭州智云科技有限公司"


def with_customer(house: Installation, name: str = ZHIYUN, **more: str) -> Squad:
    """A squad whose first rep has visited a customer, and so owns it."""
    squad = house.squad()
    house.file(squad.reps[0], name, **more)
    return squad


def create(house: Installation, person: Person, name: str) -> Message:
    """A customer made from a search that found nothing like it, or nothing that was meant."""
    card = house.say(person, f"客户 {name}")
    new = next(label for label in labels(card) if "新建" in label)
    house.feishu.press(person, card.message_id, new)
    return card


@pytest.mark.parametrize(
    "words", ["客户 zykj", "customer ZYKJ", "kh 智云", "/客户 智云科技(杭州)", "客户 zhiyunkeji", "客户 ｚｙｋｊ"]
)
def test_a_customer_is_found_by_any_of_its_names(lite: Installation, words: str) -> None:
    squad = with_customer(lite, outcome="同意试用", next_step="送样", next_step_on="2026-03-05")
    profile = lite.say(squad.reps[0], words)
    for said in (ZHIYUN, "李雷", "未分级", "3月2日 周一 上门", "同意试用 · 李雷 · V-1", "3月5日 周四 送样"):
        assert said in read(profile)
    for said in ("Owner", "none yet", "Mon 2 Mar On site", "Thu 5 Mar 送样"):
        assert said in read(profile, "en")
    assert labels(profile) == ["拜访", "改等级", "加联系人", "加别名"]


def test_the_manager_and_the_admin_see_it_too(house: Installation) -> None:
    squad = with_customer(house, outcome="同意试用")
    profile = house.say(squad.manager, "客户 zykj")
    assert "同意试用" in read(profile)
    assert labels(profile)[-1] == "合并"


def test_a_colleague_learns_that_it_is_taken_and_nothing_else(house: Installation) -> None:
    squad = with_customer(house, outcome="同意试用", contact="陈总")
    for words in ("客户 zykj", "认领 zykj"):
        card = house.say(squad.reps[1], words)
        assert "已有归属" in read(card)
        assert "taken" in read(card, "en")
        for secret in ("李雷", "同意试用", "陈总", "V-1"):
            assert secret not in read(card)
        assert not set(labels(card)) & {"拜访", "改等级", "打开"}


def test_another_teams_manager_does_not_see_it_either(house: Installation) -> None:
    with_customer(house, outcome="同意试用")
    other = house.squad("华南一队", "陆经理", ("叶青",))
    assert "同意试用" not in read(house.say(other.manager, "客户 zykj"))
    assert "已有归属" in read(house.answer(other.manager))


def test_several_that_fit_are_offered_and_one_is_opened(house: Installation) -> None:
    squad = with_customer(house)
    create(house, squad.reps[0], "中云科技")
    choice = house.say(squad.reps[0], "客户 zykj")
    assert "是哪一家？" in read(choice)
    assert labels(choice) == ["打开", "打开", "都不是，新建"]
    assert "匹配 90" in read(choice)
    assert "match 90" in read(choice, "en")
    house.feishu.press(squad.reps[0], choice.message_id, "打开")
    assert "还没有拜访记录" in read(choice)


def test_what_is_not_there_is_offered_to_be_made(house: Installation) -> None:
    squad = house.squad()
    card = house.say(squad.reps[0], "客户 长安重工")
    assert "没有叫「长安重工」的客户" in read(card)
    house.feishu.press(squad.reps[0], card.message_id, "新建")
    assert "还没有拜访记录" in read(card)
    assert house.rows("select c.name, p.name from customers c join people p on p.id = c.owner_id") == [
        ("长安重工", "李雷")
    ]
    house.feishu.press(squad.reps[0], card.message_id, "拜访")
    assert "长安重工" in str(card.card)


def test_without_a_name_one_sees_ones_own(lite: Installation) -> None:
    squad = with_customer(lite)
    lite.file(squad.reps[1], "别人的")
    mine = lite.say(squad.reps[0], "客户")
    assert ZHIYUN in read(mine)
    assert "别人的" not in read(mine)
    assert "My customers: 1" in str(mine.card)
    lite.feishu.press(squad.reps[0], mine.message_id, "打开")
    assert "最近拜访" in read(mine)
    assert "客户 名字" in read(lite.say(squad.manager, "客户"))


def test_many_of_ones_own_are_counted(lite: Installation) -> None:
    squad = lite.squad()
    for number in range(17):
        lite.file(squad.reps[0], "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳羊"[number] * 3)
    assert "还有 2 家" in read(lite.say(squad.reps[0], "客户"))


def test_in_a_group_the_answer_comes_in_private(house: Installation) -> None:
    squad = with_customer(house, outcome="同意试用")
    here = house.say_in(squad.chat, squad.reps[0], "客户 zykj")
    assert "只私信发送" in read(here)
    assert "同意试用" not in read(here)
    assert "同意试用" in read(house.answer(squad.reps[0]))
    assert all("同意试用" not in read(card) for card in cards(house, squad.chat))


def test_who_leaves_leaves_customers_to_be_claimed(house: Installation) -> None:
    squad = with_customer(house, outcome="同意试用")
    house.feishu.leave(squad.chat, [squad.reps[0]])
    card = house.say(squad.reps[1], "客户 zykj")
    assert "还没有人负责" in read(card)
    assert "同意试用" not in read(card)
    done = house.feishu.press(squad.reps[1], card.message_id, "认领")
    assert toast(done) == ("success", f"已认领 {ZHIYUN}", f"{ZHIYUN} is yours now")
    assert "同意试用" in read(card)
    assert house.rows("select verb, subject from audit where verb = 'own'") == [("own", "C-1")]


def test_it_is_claimed_by_its_name_once(house: Installation) -> None:
    squad = with_customer(house)
    house.feishu.leave(squad.chat, [squad.reps[0]])
    assert "韩梅梅" in read(house.say(squad.reps[1], "认领 智云科技"))
    assert "韩梅梅" in read(house.say(squad.reps[1], "claim 智云科技"))
    assert "已有归属" in read(house.say(house.squad("华南一队", "陆经理", ("叶青",)).manager, "认领 智云科技"))
    assert house.rows("select count(*) from audit where verb = 'own'") == [(1,)]


def test_two_who_claim_on_old_cards_do_not_both_get_it(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "林涛"))
    house.file(squad.reps[0], ZHIYUN)
    house.feishu.leave(squad.chat, [squad.reps[0]])
    forms = [(rep, house.say(rep, "客户 zykj")) for rep in squad.reps[1:]]
    done = [house.feishu.press(rep, card.message_id, "认领") for rep, card in forms]
    assert [toast(one)[0] for one in done] == ["success", "warning"]


def test_an_unclear_name_is_not_claimed(lite: Installation) -> None:
    squad = with_customer(lite)
    create(lite, squad.reps[0], "中云科技")
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    assert "是哪一家？" in read(lite.say(squad.reps[1], "认领 zykj"))
    assert "没有叫" in read(lite.say(squad.reps[1], "认领 风马牛"))
    assert "无归属" not in read(lite.say(squad.reps[1], "认领"))


def test_a_card_is_for_who_asked(lite: Installation) -> None:
    squad = with_customer(lite)
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    card = lite.say(squad.reps[1], "客户 zykj")
    assert toast(lite.feishu.press(squad.manager, card.message_id, "认领"))[0] == "warning"


@pytest.mark.parametrize(
    "name", ["<at id=all></at>", "**粗**", "{name} {0}", "客" * 100, "😀", "[点](https://a.example)"]
)
def test_odd_names_are_shown_as_they_are(lite: Installation, name: str) -> None:
    squad = with_customer(lite, name)
    assert name[:20] in read(lite.say(squad.reps[0], f"客户 {name}"))


def test_a_long_history_is_shown_in_part(lite: Installation) -> None:
    squad = lite.squad()
    for _ in range(12):
        lite.file(squad.reps[0], ZHIYUN, outcome="果" * 900)
    profile = read(lite.say(squad.reps[0], "客户 zykj"))
    assert ("V-12" in profile, "V-3" in profile, "V-2\n" in profile) == (True, True, False)
    assert "果" * 61 not in profile


def test_a_withdrawn_visit_is_not_in_the_timeline(lite: Installation) -> None:
    squad = with_customer(lite, outcome="同意试用")
    lite.feishu.press(squad.reps[0], lite.answer(squad.reps[0]).message_id, "撤回")
    profile = read(lite.say(squad.reps[0], "客户 zykj"))
    assert "同意试用" not in profile
    assert "还没有拜访记录" in profile
