"""What is changed on a customer's profile: tier, contacts and aliases, by its owner and their managers."""

import json
from datetime import datetime
from typing import Any

import pytest

from playground import Message
from storage.customers import find_customer, give
from storage.engine import Connection
from tests.handlers.test_customers import ZHIYUN, with_customer
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import held, labels, read, toast

PHONE = "+86 138-0000-0000 转 8"


def profile(house: Installation) -> tuple[Squad, Message]:
    """A customer visited on Monday 2 March, opened by its owner."""
    squad = with_customer(house)
    return squad, house.say(squad.reps[0], "客户 zykj")


def audited(house: Installation, verb: str) -> list[Any]:
    """What the audit says had been before."""
    rows = house.rows(f"select before from audit where verb = '{verb}' order by id")  # noqa: S608
    return [json.loads(before) if isinstance(before, str) else before for (before,) in rows]


@pytest.mark.parametrize(
    "tier, due", [("A", "3月9日 周一"), ("B", "3月16日 周一"), ("C", "4月1日 周三"), ("D", "5月6日 周三")]
)
def test_a_tier_says_when_the_next_visit_is_due(lite: Installation, tier: str, due: str) -> None:
    squad, card = profile(lite)
    lite.feishu.press(squad.reps[0], card.message_id, "改等级")
    assert "A 每 7 天，B 每 14 天，C 每 30 天，D 每 60 天" in read(card)
    done = lite.feishu.press(squad.reps[0], card.message_id, tier)
    assert toast(done) == ("success", f"已改为 {tier} 级", f"Now tier {tier}")
    assert due in read(card)
    assert f"{tier} 级" in read(card)


def test_an_overdue_visit_is_marked(lite: Installation) -> None:
    squad, card = profile(lite)
    lite.feishu.press(squad.reps[0], card.message_id, "改等级")
    lite.feishu.press(squad.reps[0], card.message_id, "A")
    for day, is_late in ((9, False), (10, True)):
        lite.clock.set(datetime(2026, 3, day, 9, 0, tzinfo=SHANGHAI))
        assert ("该拜访了" in read(lite.say(squad.reps[0], "客户 zykj"))) is is_late


def test_a_change_of_tier_is_in_the_audit_and_the_same_again_is_none(house: Installation) -> None:
    squad, _ = profile(house)
    card = house.say(squad.manager, "客户 zykj")
    for tier in ("A", "A", "B"):
        house.feishu.press(squad.manager, card.message_id, "改等级")
        house.feishu.press(squad.manager, card.message_id, tier)
    assert audited(house, "rank") == [{"tier": None}, {"tier": "A"}]
    assert house.rows("select tier from customers") == [("B",)]


def test_one_may_go_back_without_a_change(lite: Installation) -> None:
    squad, card = profile(lite)
    for button in ("改等级", "加联系人", "加别名"):
        lite.feishu.press(squad.reps[0], card.message_id, button)
        lite.feishu.press(squad.reps[0], card.message_id, "返回")
        assert labels(card)[0] == "拜访"


def test_a_contact_has_a_role_and_a_phone(house: Installation) -> None:
    squad, card = profile(house)
    house.feishu.press(squad.reps[0], card.message_id, "加联系人")
    typed = {"contact": "陈总", "duty": "决策者", "phone": PHONE}
    done = house.feishu.submit(squad.reps[0], card.message_id, typed)
    assert toast(done) == ("success", "已记下 陈总", "陈总 is kept")
    assert f"陈总 决策者 · {PHONE}" in read(card)
    assert f"陈总 Decider · {PHONE}" in read(card, "en")
    assert audited(house, "contact") == [{}]


def test_a_contact_needs_a_name_only_and_may_be_entered_anew(house: Installation) -> None:
    squad, card = profile(house)
    for typed in ({"contact": "陈总"}, {"contact": "陈总", "duty": "教练"}, {"contact": "王工"}):
        house.feishu.press(squad.reps[0], card.message_id, "加联系人")
        house.feishu.submit(squad.reps[0], card.message_id, typed)
    assert "陈总 教练" in read(card)
    assert house.rows("select name, role from contacts where removed_at is null order by id") == [
        ("陈总", "coach"),
        ("王工", ""),
    ]
    assert audited(house, "contact") == [{}, {"role": ""}, {}]


@pytest.mark.parametrize("phone", ["1234", "没有", "1" * 21])
def test_what_is_no_phone_number_comes_back(lite: Installation, phone: str) -> None:
    squad, card = profile(lite)
    lite.feishu.press(squad.reps[0], card.message_id, "加联系人")
    done = lite.feishu.submit(squad.reps[0], card.message_id, {"contact": "陈总", "phone": phone})
    assert toast(done)[0] == "warning"
    assert "电话：看起来不是电话号码" in read(card)
    assert (held(card)["contact"], held(card)["phone"]) == ("陈总", phone)
    lite.feishu.submit(squad.reps[0], card.message_id, {"phone": "0571-8888 6666"})
    assert "0571-8888 6666" in read(card)


def test_a_phone_number_is_in_no_log_and_in_no_audit(lite: Installation, capfd: pytest.CaptureFixture[str]) -> None:
    squad, card = profile(lite)
    lite.feishu.press(squad.reps[0], card.message_id, "加联系人")
    lite.feishu.submit(squad.reps[0], card.message_id, {"contact": "陈总", "phone": "13800000000"})
    assert "13800000000" not in "".join(capfd.readouterr())
    assert "13800000000" not in str(lite.rows("select before from audit"))


def test_an_alias_finds_the_customer_ever_after(house: Installation) -> None:
    squad, card = profile(house)
    house.feishu.press(squad.reps[0], card.message_id, "加别名")
    done = house.feishu.submit(squad.reps[0], card.message_id, {"alias": "HZ-ZYTech"})
    assert toast(done)[1] == "已记下别名 HZ-ZYTech"
    assert "HZ-ZYTech" in read(card)
    for words in ("hzzytech", "HZ ZYTech"):
        assert ZHIYUN in read(house.say(squad.reps[0], f"客户 {words}"))
    house.file(squad.reps[1], "hz-zytech")
    assert f"已记录 {ZHIYUN} 的拜访" in read(house.answer(squad.reps[1]))
    assert len(house.rows("select id from customers")) == 1


def test_another_customers_name_is_no_alias(lite: Installation) -> None:
    squad, _ = profile(lite)
    lite.file(squad.reps[0], "长安重工")
    card = lite.say(squad.reps[0], "客户 zykj")
    lite.feishu.press(squad.reps[0], card.message_id, "加别名")
    done = lite.feishu.submit(squad.reps[0], card.message_id, {"alias": "长安 重工"})
    assert toast(done)[:2] == ("warning", "别名：「长安重工」已经用这个名字")
    assert held(card)["alias"] == "长安 重工"
    lite.feishu.submit(squad.reps[0], card.message_id, {"alias": ZHIYUN})
    assert lite.rows("select count(*) from spellings") == [(2,)]


@pytest.mark.parametrize("button", ["改等级", "加联系人", "加别名"])
def test_who_is_no_longer_the_owner_changes_nothing(lite: Installation, button: str) -> None:
    squad, card = profile(lite)
    before = dict(card.card or {})
    lite.feishu.press(squad.reps[0], card.message_id, button)
    form = dict(card.card or {})
    other = lite.rows("select id from people where name = '韩梅梅'")[0][0]
    lite.app.db.write(lambda db: give_to(db, other))
    card.card = before
    assert toast(lite.feishu.press(squad.reps[0], card.message_id, button))[1].startswith("已有归属")
    card.card = form
    typed = {"contact": "陈总", "alias": "别名"}
    done = (
        lite.feishu.press(squad.reps[0], card.message_id, "A")
        if button == "改等级"
        else lite.feishu.submit(squad.reps[0], card.message_id, {k: v for k, v in typed.items() if k in held(card)})
    )
    assert toast(done)[1].startswith("已有归属")
    assert lite.rows("select count(*) from contacts") == [(0,)]


def give_to(db: Connection, person_id: int) -> None:
    """Hand the customer to somebody else."""
    customer = find_customer(db, 1)
    assert customer is not None
    assert give(db, customer, person_id, person_id, datetime(2026, 3, 2, tzinfo=SHANGHAI))
