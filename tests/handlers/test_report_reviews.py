"""A report reaches the manager, who says one of three words; the rep hears of it, and the rate is counted."""

from tests.installation import Installation
from tests.reporting import DONE, moment, on_friday, review, shown_before, submit, write
from tests.seen import cards, held, labels, read, toast


def test_the_rep_hears_what_the_manager_says(house: Installation) -> None:
    squad = on_friday(house)
    write(house, squad.reps[0])
    card = house.answer(squad.manager)
    assert labels(card) == ["已阅", "需补充", "优秀"]
    done = review(house, squad.manager, card, "excellent", "**保持** <b>")
    assert toast(done)[:2] == ("success", "优秀，会告诉 李雷")
    assert "王经理：优秀\n**保持** <b>" in read(card)
    word = house.answer(squad.reps[0])
    assert "王经理 点评了你的周报 2026-W10：优秀" in read(word)
    assert "**保持** <b>" in read(word)
    assert "王经理 的点评：**保持** <b>" in read(house.say(squad.reps[0], "周报 本周"))
    assert house.rows("select verdict, comment from reports") == [("excellent", "**保持** <b>")]


def test_asking_for_more_says_what_is_missing(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    card = lite.answer(squad.manager)
    refused = review(lite, squad.manager, card, "more")
    assert toast(refused)[1] == "请写明要补充什么"
    assert lite.rows("select verdict from reports") == [("",)]
    review(lite, squad.manager, card, "more", "客户反馈呢？")
    assert "补充" in labels(lite.answer(squad.reps[0]))


def test_more_comes_back_as_the_next_version(house: Installation) -> None:
    squad = on_friday(house)
    write(house, squad.reps[0])
    review(house, squad.manager, house.answer(squad.manager), "more", "客户反馈呢？")
    word = house.answer(squad.reps[0])
    house.feishu.press(squad.reps[0], word.message_id, "补充")
    assert held(word)["summary"] == DONE
    submit(house, squad.reps[0], word, problems="客户嫌贵")
    card = house.answer(squad.manager)
    assert "第 2 版" in read(card)
    assert "客户嫌贵" in read(card)
    assert labels(card) == ["已阅", "需补充", "优秀"]
    assert house.rows("select version, verdict, comment from report_versions") == [(1, "more", "客户反馈呢？")]


def test_a_comment_on_an_older_version_is_kept_while_the_newer_is_shown(house: Installation) -> None:
    squad = on_friday(house)
    form = write(house, squad.reps[0])
    card = house.answer(squad.manager)
    house.feishu.press(squad.reps[0], form.message_id, "修改")
    submit(house, squad.reps[0], form, summary="第二版")
    done = review(house, squad.manager, card, "read", "我的话")
    assert "有新的一版" in toast(done)[1]
    assert "第二版" in read(card)
    assert held(card)["comment"] == "我的话"
    assert house.rows("select verdict from reports") == [("",)]
    review(house, squad.manager, card, "read")
    assert house.rows("select verdict, comment from reports") == [("read", "我的话")]


def test_a_report_changed_while_it_is_reviewed_keeps_both(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    review(lite, squad.manager, lite.answer(squad.manager), "read", "好")
    submit(lite, squad.reps[0], form, summary="第二版")
    assert lite.rows("select version, verdict from reports") == [(2, "")]
    assert lite.rows("select verdict, comment from report_versions") == [("read", "好")]


def test_a_withdrawn_report_is_not_reviewed(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    card = lite.answer(squad.manager)
    lite.feishu.press(squad.reps[0], form.message_id, "撤回")
    done = review(lite, squad.manager, card, "read", "好")
    assert toast(done)[1] == "这份报告已被撤回。"
    assert "李雷 撤回了周报 2026-W10" in read(card)
    assert DONE not in read(card)


def test_the_same_press_twice_tells_the_rep_once(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    card = lite.answer(squad.manager)
    before = shown_before(card)
    review(lite, squad.manager, card, "read", "好")
    card.card = dict(before)
    review(lite, squad.manager, card, "read", "好")
    told = cards(lite, lite.feishu.direct(squad.reps[0]))
    assert len([message for message in told if "点评了你的" in read(message)]) == 1


def test_a_manager_may_change_their_mind(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    card = lite.answer(squad.manager)
    review(lite, squad.manager, card, "read", "好")
    lite.feishu.press(squad.manager, card.message_id, "改点评")
    assert held(card)["comment"] == "好"
    review(lite, squad.manager, card, "excellent", "很好")
    assert "优秀" in read(lite.answer(squad.reps[0]))
    assert lite.rows("select verdict, comment from reports") == [("excellent", "很好")]


def test_facts_that_changed_after_submission_are_shown_as_changed(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep, "华宁精密", outcome="同意试用", next_step="等通知")
    gone = house.answer(rep)
    house.file(rep, "长安重工", outcome="看样", next_step="等通知")
    changed = house.answer(rep)
    house.tick(moment(3, 10))
    write(house, rep)
    card = house.answer(squad.manager)
    assert "提交后变化" not in read(card)
    house.feishu.press(rep, gone.message_id, "撤回")
    house.feishu.press(rep, changed.message_id, "修改")
    house.feishu.submit(rep, changed.message_id, {"outcome": "已下单"})
    house.file(rep, "智云科技", outcome="新的", next_step="等通知")
    seen = read(_opened(house, squad.manager))
    assert "提交后变化" in seen
    assert "− V-1 · 3/2 · 华宁精密 · 同意试用（拜访）" in seen
    assert "+ V-3 · 3/3 · 智云科技 · 新的（拜访）" in seen
    assert "~ V-2 · 3/2 · 长安重工 · 看样 → 已下单" in seen
    assert "V-1 · 3/2 · 华宁精密 · 同意试用" in seen.splitlines()


def _opened(house: Installation, manager):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    listed = house.say(manager, "点评")
    house.feishu.press(manager, listed.message_id, "打开")
    return listed


def test_what_waits_is_listed_oldest_first_with_the_rate(house: Installation) -> None:
    squad = on_friday(house)
    write(house, squad.reps[1])
    house.clock.set(moment(6, 16))
    write(house, squad.reps[0])
    write(house, squad.manager)
    listed = read(house.say(squad.manager, "点评"))
    assert "2 份" in listed
    assert listed.index("韩梅梅 周报 2026-W10") < listed.index("李雷 周报 2026-W10")
    assert "王经理 周报" not in listed
    assert "—" in listed.splitlines()
    card = _opened(house, squad.manager)
    assert "韩梅梅 · 周报 2026-W10" in read(card)
    house.clock.set(moment(9, 17))
    review(house, squad.manager, card, "read")
    house.clock.set(moment(10, 0))
    assert "1/2" in read(house.say(squad.manager, "点评")).splitlines()


def test_nothing_waiting_says_so(lite: Installation) -> None:
    squad = on_friday(lite)
    assert "没有等着点评的报告。" in read(lite.say(squad.manager, "点评"))


def test_a_rep_has_nothing_to_review(lite: Installation) -> None:
    squad = on_friday(lite)
    assert "点评是经理的事。" in read(lite.say(squad.reps[0], "点评"))


def test_who_manages_no_more_reviews_no_more(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    card = lite.answer(squad.manager)
    lite.feishu.leave(squad.chat, [squad.manager])
    done = review(lite, squad.manager, card, "read")
    assert toast(done)[0] == "warning"
    assert "不再负责这个团队" in toast(done)[1]
    assert lite.rows("select verdict from reports") == [("",)]


def test_another_teams_manager_sees_nothing_of_it(lite: Installation) -> None:
    squad = on_friday(lite)
    other = lite.squad("华南队", "孙经理", ("周七",))
    lite.tick(moment(6, 16))
    write(lite, squad.reps[0])
    assert "没有等着点评的报告。" in read(lite.say(other.manager, "点评"))
