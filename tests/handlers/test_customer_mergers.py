"""Two customers are made one by a manager, and two again within thirty days."""

import json
from datetime import timedelta

from playground import Message, Person
from tests.handlers.test_customers import ZHIYUN, create
from tests.installation import MONDAY, Installation, Squad
from tests.seen import labels, parts, read, toast

OTHER = "长安重工"


def two(house: Installation) -> Squad:
    """A squad in which each rep has visited a customer."""
    squad = house.squad()
    house.file(squad.reps[0], ZHIYUN, outcome="同意试用")
    house.file(squad.reps[1], OTHER, outcome="要样品", next_step="送样", next_step_on="2026-03-05")
    return squad


def preview(house: Installation, person: Person, name: str = ZHIYUN, other: str = OTHER) -> Message:
    """The two customers side by side."""
    card = house.say(person, f"客户 {name}")
    house.feishu.press(person, card.message_id, "合并")
    house.feishu.submit(person, card.message_id, {"customer": other})
    return card


def merge(house: Installation, squad: Squad, name: str = ZHIYUN, other: str = OTHER) -> Message:
    """Merge the other customer into the one named, and give the receipt."""
    card = preview(house, squad.manager, name, other)
    house.feishu.press(squad.manager, card.message_id, "保留这家")
    return card


def roots(house: Installation) -> list[tuple[int, int | None]]:
    return [(one, root or one) for one, root in house.rows("select id, root_id from customers order by id")]


def test_the_manager_sees_both_before_anything_happens(house: Installation) -> None:
    squad = two(house)
    card = preview(house, squad.manager)
    for said in ("保留哪一家？", ZHIYUN, OTHER, "李雷", "韩梅梅", "1 条", "30 天内可以撤销"):
        assert said in read(card)
    assert labels(card) == ["保留这家", "保留这家", "返回"]
    assert f"「{OTHER}」将并入「{ZHIYUN}」" in json.dumps(card.card, ensure_ascii=False)
    assert roots(house) == [(1, 1), (2, 2)]


def test_what_belonged_to_either_counts_for_the_one_kept(house: Installation) -> None:
    squad = two(house)
    receipt = merge(house, squad)
    assert f"「{OTHER}」已并入「{ZHIYUN}」" in read(receipt)
    assert f"{OTHER} now counts as {ZHIYUN}" in read(receipt, "en")
    assert "4月1日 10:00 前可以撤销" in read(receipt)
    assert roots(house) == [(1, 1), (2, 1)]
    for words in ("zykj", OTHER, "cazg"):
        profile = read(house.say(squad.reps[0], f"客户 {words}"))
        for said in (ZHIYUN, "同意试用", "要样品", "送样", OTHER, "V-1", "V-2"):
            assert said in profile
    assert house.rows("select verb, subject from audit where verb = 'merge'") == [("merge", "C-2")]
    assert ZHIYUN in read(house.say(squad.reps[1], "修改 V-2"))


def test_undone_they_are_two_again_with_what_was_theirs(house: Installation) -> None:
    squad = two(house)
    receipt = merge(house, squad)
    done = house.feishu.press(squad.manager, receipt.message_id, "撤销合并")
    assert toast(done) == ("success", "已撤销合并", "The merger is undone")
    assert roots(house) == [(1, 1), (2, 2)]
    assert "要样品" not in read(house.say(squad.manager, "客户 zykj"))
    assert "要样品" in read(house.say(squad.manager, f"客户 {OTHER}"))
    assert house.rows("select verb, subject from audit where verb = 'unmerge'") == [("unmerge", "C-2")]


def test_it_is_undone_once_and_for_thirty_days(house: Installation) -> None:
    squad = two(house)
    receipt = merge(house, squad)
    before = dict(receipt.card or {})
    house.feishu.press(squad.manager, receipt.message_id, "撤销合并")
    receipt.card = before
    assert toast(house.feishu.press(squad.manager, receipt.message_id, "撤销合并"))[1] == "这次合并已经撤销了。"
    merge(house, squad)
    house.clock.set(MONDAY + timedelta(days=29))
    profile = house.say(squad.manager, "客户 zykj")
    house.clock.set(MONDAY + timedelta(days=30, minutes=1))
    said = toast(house.feishu.press(squad.manager, profile.message_id, "撤销合并"))
    assert said[:2] == ("warning", "只能在 4月1日 10:00 前撤销。")
    assert "撤销合并" not in labels(house.say(squad.manager, "客户 zykj"))
    assert roots(house) == [(1, 1), (2, 1)]


def test_mergers_in_a_chain_are_undone_in_any_order(house: Installation) -> None:
    squad = two(house)
    house.file(squad.reps[0], "禾汀食品", outcome="要报价")
    first = merge(house, squad, OTHER, ZHIYUN)
    second = merge(house, squad, "禾汀食品", OTHER)
    assert roots(house) == [(1, 3), (2, 3), (3, 3)]
    assert "同意试用" in read(house.say(squad.manager, "客户 zykj"))
    house.feishu.press(squad.manager, first.message_id, "撤销合并")
    assert roots(house) == [(1, 1), (2, 3), (3, 3)]
    house.feishu.press(squad.manager, second.message_id, "撤销合并")
    assert roots(house) == [(1, 1), (2, 2), (3, 3)]
    merge(house, squad, ZHIYUN, OTHER)
    assert roots(house) == [(1, 1), (2, 1), (3, 3)]


def test_either_may_be_kept_and_the_older_preview_does_nothing_more(house: Installation) -> None:
    squad = two(house)
    card = preview(house, squad.manager)
    before = dict(card.card or {})
    house.feishu.press(squad.manager, card.message_id, "保留这家")
    card.card = before
    assert toast(house.feishu.press(squad.manager, card.message_id, "保留这家"))[1].startswith("这两家后来合并过")
    assert len(house.rows("select id from mergers")) == 1


def test_a_customer_merged_while_its_form_is_open_is_filed_at_the_kept_one(house: Installation) -> None:
    squad = two(house)
    form = house.say(squad.reps[1], f"拜访 {OTHER}")
    merge(house, squad)
    house.feishu.submit(squad.reps[1], form.message_id, {"outcome": "已下单", "next_step": "回访"})
    receipt = read(form)
    assert f"已记录 {ZHIYUN} 的拜访" in receipt
    assert f"「{OTHER}」已并入「{ZHIYUN}」，记在它名下。" in receipt
    assert f"{OTHER} was merged into {ZHIYUN}: filed there." in read(form, "en")
    assert house.rows("select customer_id from visits order by id") == [(1,), (2,), (1,)]


def test_a_changed_visit_stays_where_it_was_entered(house: Installation) -> None:
    squad = two(house)
    receipt = house.answer(squad.reps[1])
    merge(house, squad)
    house.feishu.press(squad.reps[1], receipt.message_id, "修改")
    house.feishu.submit(squad.reps[1], receipt.message_id, {"outcome": "已下单"})
    assert f"已记录 {ZHIYUN} 的拜访" in read(receipt)
    assert house.rows("select customer_id, outcome from visits order by id") == [(1, "同意试用"), (2, "已下单")]


def test_a_rep_cannot_merge_and_another_teams_manager_sees_no_figures(house: Installation) -> None:
    squad = two(house)
    assert "合并" not in labels(house.say(squad.reps[0], "客户 zykj"))
    other = house.squad("华南一队", "陆经理", ("叶青",))
    house.file(other.reps[0], "智云软件")
    card = preview(house, other.manager, "智云软件", ZHIYUN)
    assert "别的团队的客户" in read(card)
    assert "李雷" not in read(card)
    assert toast(house.feishu.press(squad.reps[0], card.message_id, "保留这家"))[0] == "warning"
    assert len(house.rows("select id from mergers")) == 0


def test_the_likeliest_double_is_offered_and_an_unclear_one_asked_for(lite: Installation) -> None:
    squad = two(lite)
    create(lite, squad.reps[0], "中云科技")
    card = lite.say(squad.manager, f"客户 {ZHIYUN}")
    lite.feishu.press(squad.manager, card.message_id, "合并")
    offered = [part["options"] for part in parts(card.card) if part.get("tag") == "select_static"]
    assert [[option["text"]["content"] for option in options] for options in offered] == [["中云科技"]]
    for typed, why in (({}, "请选择或写出另一家"), ({"customer": "风马牛"}, "请选择或写出另一家")):
        assert why in toast(lite.feishu.submit(squad.manager, card.message_id, typed))[1]
    lite.feishu.submit(squad.manager, card.message_id, {"customer": "", "likely": "中云科技"})
    assert "保留哪一家？" in read(card)
    lite.feishu.press(squad.manager, card.message_id, "返回")
    assert "最近拜访" in read(card)
