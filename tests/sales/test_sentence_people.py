"""Who was visited, by whom and how: customers known and new, contacts, companions, kinds."""

import pytest

from sales.visits import Kind
from tests.sales.telling import read, told


@pytest.mark.parametrize(
    "words,customer",
    [
        ("华宁", "华宁"),
        ("华宁精密机械有限公司 谈合作", "华宁精密机械有限公司"),
        ("Ｎｏｒｄｗｉｎｄ 谈报价", "Ｎｏｒｄｗｉｎｄ"),
        ("nordwind gmbh 谈报价", "nordwind gmbh"),
        ("张工 谈报价", ""),
        ("谈报价 意愿50", ""),
        ("智云教育 陈主任 谈报价", "智云教育"),
        ("新长安电子 谈报价", "新长安电子"),
        ("北京智云教育 杨老师 谈培训", "北京智云教育"),
        ("二十五中学 送样", "二十五中学"),
        ("三月花卉 罗女士 介绍新品", "三月花卉"),
        ("九号公馆 送资料", "九号公馆"),
        ("三和量具 谈代理", "三和量具"),
        ("无锡恒泰 张总 谈合作", "无锡恒泰"),
        ("太原重工 谈报价", "太原重工"),
        ("华工科技 李工 谈报价", "华工科技"),
        ("交通银行 谈合作", "交通银行"),
        ("多多超市 送货", "多多超市"),
        ("向阳食品 林总 送样", "向阳食品"),
        ("Testo SE Mr. Klein discuss pricing", "Testo SE"),
        ("Hector Foods, Mr. Smith, product demo", "Hector Foods"),
        ("Atlas GmbH Ms. Stone training", "Atlas GmbH"),
        ("线下 智云 谈续约", "智云"),
        ("今天在北岚和马厂长谈了二期", "北岚"),
        ("下周三 送样 华宁", "华宁"),
        ("黄老板 鹭洲纺织 谈报价", "鹭洲纺织"),
    ],
)
def test_a_customer_is_known_or_new(words: str, customer: str) -> None:
    assert told(words).get("customer", "") == customer


@pytest.mark.parametrize(
    "words,customer",
    [
        ("华宁", 1),
        ("华宁精密 谈报价", 1),
        ("华宁张工谈报价", 1),
        ("华宁谈报价", 1),
        ("去华宁谈报价", 1),
        ("杭州智云科技有限公司 谈报价", 2),
        ("厦大附院林护士长", 4),
        ("Ｎｏｒｄｗｉｎｄ 谈报价", 8),
        ("NORDWIND discuss pricing", 8),
        ("智云教育 谈报价", None),
        ("智云教育谈报价", None),
        ("新长安电子 谈报价", None),
        ("Nordwind Energy Mr. Weber", None),
        ("谈报价", None),
    ],
)
def test_a_longer_name_around_a_known_one_is_another_customer(words: str, customer: int | None) -> None:
    assert read(words).customer_id == customer


def test_a_known_customer_takes_the_place_of_a_guess() -> None:
    assert told("咕噜 智云 谈续约") == {"customer": "智云", "purpose": "谈续约", "rest": ("咕噜",)}


def test_a_second_customer_is_quoted() -> None:
    assert told("华宁 谈报价 智云") == {"customer": "华宁", "purpose": "谈报价", "rest": ("智云",)}


def test_a_person_named_twice_is_one_contact() -> None:
    assert read("华宁 张工 谈报价，张工嫌贵").contact == "张工"
    assert read("华宁 张工 谈报价，张工嫌贵").rest == ()
    assert read("华宁 张工 谈报价，李总嫌贵").rest == ("李总",)


@pytest.mark.parametrize(
    "words,contact",
    [
        ("华宁 欧阳总 谈报价", "欧阳总"),
        ("华宁 设备科王主任 谈报价", "设备科王主任"),
        ("华宁 采购小周、李总 谈付款方式", "采购小周、李总"),
        ("厦大附院 王院长助理 谈维保", "王院长助理"),
        ("松源机电 副总刘明 谈合作", "副总刘明"),
        ("星河纺织科技 曾总 推新品", "曾总"),
        ("智云 联系人：周晓 谈续约", "周晓"),
        ("智云 找老板 谈续约", "老板"),
        ("见华宁李总 谈合作", "李总"),
        ("长安 找孙念安 谈年度框架", "孙念安"),
        ("禾汀 周厂长 车间主任老马 看产线", "周厂长 车间主任老马"),
        ("华宁 张三丰经理 谈报价", "张三丰经理"),
        ("Nordwind Ms. Lindqvist 谈交期", "Ms. Lindqvist"),
        ("Nordwind, met Anna Brandt, discuss pricing", "Anna Brandt"),
        ("到长安送合同，李总签了字", "李总"),
        ("北岚 送样，小样断裂，马厂长要求重做", "马厂长"),
    ],
)
def test_a_contact_keeps_title_and_department(words: str, contact: str) -> None:
    assert told(words).get("contact", "") == contact


@pytest.mark.parametrize(
    "words,kind,purpose",
    [
        ("澄屿 现场 调试", Kind.ON_SITE, "调试"),
        ("澄屿 微信 郑总监 确认订单", Kind.ONLINE, "确认订单"),
        ("去了澄屿 送样", Kind.ON_SITE, "送样"),
        ("在北岚试机", Kind.ON_SITE, "试机"),
        ("智云 线上培训", Kind.ONLINE, "培训"),
        ("禾汀 电话回访", Kind.PHONE, "回访"),
        ("电话拜访 北岚 欧阳总 谈二期", Kind.PHONE, "谈二期"),
        ("给长安采购小周打了电话，催合同", Kind.PHONE, "催合同"),
        ("今天去海澜印务拜年", Kind.CARE, "拜年"),
        ("华宁精密，李总，关怀", Kind.CARE, ""),
        ("禾汀，打电话，催回款，无人接听", Kind.PHONE, "催回款"),
        ("智云 陈主任 没接电话", None, ""),
        ("谈报价 下周三 打电话", None, "谈报价"),
        ("拜访华宁 谈报价", None, "谈报价"),
    ],
)
def test_how_they_met(words: str, kind: Kind | None, purpose: str) -> None:
    assert (read(words).kind, read(words).purpose) == (kind, purpose)


@pytest.mark.parametrize(
    "words,companion,contact",
    [
        ("陪访 李雷 华宁 张工 看设备", "李雷", "张工"),
        ("李雷、韩梅梅陪访 华宁", "李雷、韩梅梅", ""),
        ("周一和韩梅梅去长安验收设备", "韩梅梅", ""),
        ("今天陪李雷去了禾汀，见了周厂长", "李雷", "周厂长"),
        ("禾汀 王经理 谈报价", "", "王经理"),
        ("禾汀 王经理陪同 谈报价", "王经理", ""),
    ],
)
def test_a_colleague_who_came_along(words: str, companion: str, contact: str) -> None:
    assert (read(words).companion, read(words).contact) == (companion, contact)
