"""Pictures sent directly: they go with the visit just filed, and five of them make one message."""

from datetime import timedelta

from playground import Person
from tests.installation import Installation
from tests.seen import cards, labels, read


def send(house: Installation, person: Person) -> str:
    """Send a picture directly; the newest card as it stands then."""
    house.feishu.send_picture(person, house.feishu.direct(person))
    return read(house.answer(person))


def test_a_picture_goes_with_the_visit_just_filed(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep)
    house.clock.advance(60)
    assert "已附到 V-1（第 1 张）" in send(house, rep)
    assert "Attached to V-1 (photo 1)" in read(house.answer(rep), "en")
    key = house.rows("select visit_id, image_key from photos")[0]
    assert key[0] == 1
    assert str(key[1]).startswith("img_v3_")


def test_the_pictures_that_follow_change_that_card(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep)
    said = [send(house, rep) for _ in range(3)]
    assert "（第 3 张）" in said[-1]
    shown = [card for card in cards(house, house.feishu.direct(rep)) if "已附到" in read(card)]
    assert len(shown) == 1
    assert house.rows("select count(*) from photos") == [(3,)]


def test_ten_minutes_by_the_pictures_own_time(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    filed = lite.clock.now()
    lite.clock.set(filed + timedelta(minutes=10))
    assert "已附到 V-1" in send(lite, rep)
    lite.clock.set(filed + timedelta(minutes=10, seconds=1))
    said = send(lite, rep)
    assert "照片没有附上" in said
    assert "提交后 10 分钟内再发照片" in said
    assert labels(lite.answer(rep)) == ["拜访"]


def test_without_a_visit_one_learns_how(lite: Installation) -> None:
    squad = lite.squad()
    assert "照片没有附上" in send(lite, squad.reps[0])
    assert "The photo is not attached" in read(lite.answer(squad.reps[0]), "en")
    assert lite.rows("select id from photos") == []


def test_a_change_opens_the_ten_minutes_again(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    receipt = lite.answer(rep)
    lite.clock.advance(3600)
    lite.feishu.press(rep, receipt.message_id, "修改")
    lite.feishu.submit(rep, receipt.message_id, {"outcome": "补充"})
    assert "已附到 V-1（第 1 张）" in send(lite, rep)


def test_a_picture_goes_with_the_last_of_two_visits_and_not_with_a_withdrawn_one(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    lite.clock.advance(60)
    lite.file(rep, "长安重工")
    receipt = lite.answer(rep)
    assert "已附到 V-2" in send(lite, rep)
    lite.feishu.press(rep, receipt.message_id, "撤回")
    assert "已附到 V-1" in send(lite, rep)


def test_a_picture_of_somebody_else_does_not(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0])
    assert "照片没有附上" in send(lite, squad.reps[1])


def test_a_picture_in_a_group_is_nobodys_business(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.tenant.app.scopes.add("im:message.group_msg")
    lite.file(squad.reps[0])
    before = len(cards(lite, squad.chat))
    lite.feishu.send_picture(squad.reps[0], squad.chat)
    assert len(cards(lite, squad.chat)) == before
    assert lite.rows("select id from photos") == []


def test_the_receipt_and_the_lists_count_them(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    receipt = lite.answer(rep)
    send(lite, rep)
    send(lite, rep)
    assert "照片 2" in read(lite.say(rep, "今天"))
    lite.feishu.press(rep, receipt.message_id, "修改")
    lite.feishu.press(rep, receipt.message_id, "不改了")
    assert "照片\n2" in read(receipt)


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    (stranger,) = lite.people("路人")
    assert "先加入一个销售团队" in send(lite, stranger)


def test_the_same_picture_told_twice_is_one(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    lite.feishu.faults.duplicates = True
    assert "（第 1 张）" in send(lite, rep)
    assert lite.rows("select count(*) from photos") == [(1,)]
