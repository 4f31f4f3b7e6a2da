"""What a company's name consists of, and which two names are one customer's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.names import Likeness, Verdict, core, likeness, parsed

SAME, PROBABLY, POSSIBLY = Verdict.SAME, Verdict.PROBABLY, Verdict.POSSIBLY


def verdict(one: str, other: str) -> Verdict | None:
    found = likeness(parsed(one), parsed(other))
    assert found == likeness(parsed(other), parsed(one))
    return found.verdict if found else None


@pytest.mark.parametrize("name, said", [
    ("杭州智云科技有限公司", "智云科技"),
    ("智云科技(杭州)", "智云科技"),
    ("智云科技（杭州市）有限责任公司", "智云科技"),
    ("浙江省杭州市智云科技股份有限公司", "智云科技"),
    ("智云科技集团", "智云科技"),
    ("智云", "智云"),
    ("重庆长安", "重庆长安"),
    ("厦门大学附属医院", "厦门大学附属医院"),
    ("北京银行股份有限公司", "北京银行"),
    ("上海有限公司", "上海"),
    ("有限公司", "有限公司"),
    ("Huaning Precision Co., Ltd.", "huaningprecision"),
    ("HUANING GmbH & Co. KG", "huaning"),
    ("Texaco", "texaco"),
    ("Ltd", "ltd"),
    ("★★", "★★"),
    ("华宁【二期】有限公司", "华宁二期"),
])  # fmt: skip
def test_the_core_of_a_name(name: str, said: str) -> None:
    assert core(name) == said


@pytest.mark.parametrize("one, other", [
    ("杭州智云科技有限公司", "智云科技(杭州)"),
    ("杭州智云科技有限公司", "杭州智云科技"),
    ("杭州智云科技有限公司", "智云科技"),
    ("智云科技(杭州)", "智云科技集团"),
    ("厦门大学附属医院", "厦门大学 附属医院"),
    ("Huaning Precision", "HUANING PRECISION CO., LTD."),
])  # fmt: skip
def test_names_that_are_one(one: str, other: str) -> None:
    assert verdict(one, other) is SAME


@pytest.mark.parametrize("one, other", [
    ("杭州智云科技有限公司", "智云"),
    ("杭州智云科技", "智云科技"),
    ("杭州智云科技有限公司", "上海智云科技有限公司"),
    ("重庆长安", "长安"),
    ("华宁精密", "华宁"),
    ("Huaning Precision", "Huanning Precision"),
    ("Huaning Precision", "Huaning"),
    ("禾汀食品机械", "禾庭食品机械"),
])  # fmt: skip
def test_names_that_deserve_a_question(one: str, other: str) -> None:
    assert verdict(one, other) is PROBABLY


@pytest.mark.parametrize("one, other", [
    ("智云", "智能云谷"),
    ("华宁", "华宇"),
    ("华宁精密", "华宁机械"),
    ("长安重工", "长安轻工"),
    ("客户00", "客户01"),
    ("第一机床厂股份", "第二机床厂股份"),
    ("城东批发市场", "城西批发市场"),
    ("向阳路小学分校1", "向阳路小学分校2"),
    ("澄屿精工", "北岚轴承"),
    ("北京银行", "上海银行"),
    ("厦门大学附属医院", "厦门中医院"),
    ("上海华宁精密", "华宁机械"),
    ("abc", "abd"),
])  # fmt: skip
def test_names_that_are_not_one(one: str, other: str) -> None:
    assert verdict(one, other) in (None, POSSIBLY)


def test_a_place_that_differs_is_worth_less_where_it_is_part_of_the_name() -> None:
    assert verdict("上海智云", "杭州智云") is POSSIBLY
    assert verdict("上海智云", "杭州智云科技") is POSSIBLY


def test_the_surer_the_verdict_the_higher_the_score() -> None:
    names = ["杭州智云科技有限公司", "杭州智云科技", "智云科技", "智云", "上海智云科技有限公司", "上海智云"]
    found = [likeness(parsed(one), parsed(other)) for one in names for other in names]
    scores = {kind: [each.score for each in found if each and each.verdict is kind] for kind in Verdict}
    assert min(scores[SAME]) > max(scores[PROBABLY])
    assert min(scores[PROBABLY]) > max(scores[POSSIBLY])


@given(st.text(min_size=1).filter(str.strip))
def test_any_name_is_taken_apart_and_is_itself(name: str) -> None:
    taken = parsed(name)
    assert all(taken.forms)
    assert likeness(taken, parsed(f" {name} ")) == Likeness(100, SAME)


letters = st.text("杭州智云科技有限公司集团()（） abLtd.Co上海市银行精密", min_size=1, max_size=20).filter(str.strip)


@given(letters, letters)
def test_likeness_looks_the_same_from_either_side(one: str, other: str) -> None:
    assert likeness(parsed(one), parsed(other)) == likeness(parsed(other), parsed(one))
