"""What came of a visit and what comes next: willingness, outcomes, next steps and the dates of both."""

from datetime import date

import pytest

from tests.sales.telling import read


@pytest.mark.parametrize(
    "words,willingness,outcome,rest",
    [
        ("华宁 意愿 0", 0, "", ()),
        ("华宁 意愿：100", 100, "", ()),
        ("华宁 意愿６５分", 65, "", ()),
        ("华宁 意愿五十八", 58, "", ()),
        ("华宁 意愿一百", 100, "", ()),
        ("华宁 意愿大概75", 75, "", ()),
        ("华宁 意向70", 70, "", ()),
        ("华宁 意愿百分之六十", 60, "", ()),
        ("华宁 意愿101", None, "", ("意愿101",)),
        ("华宁 意愿-5", None, "", ("意愿-5",)),
        ("华宁 意愿65.5", None, "", ("意愿65.5",)),
        ("华宁 意愿不高", None, "意愿不高", ()),
        ("华宁 意愿一般", None, "意愿一般", ()),
        ("华宁 意愿十分强烈", None, "意愿十分强烈", ()),
        ("华宁 意愿五成", None, "意愿五成", ()),
        ("华宁 意愿60-70", None, "意愿60-70", ()),
        ("Nordwind willingness: 80", 80, "", ()),
    ],
)
def test_willingness_is_a_number_up_to_a_hundred(
    words: str, willingness: int | None, outcome: str, rest: tuple[str, ...]
) -> None:
    found = read(words)
    assert (found.willingness, found.outcome, found.rest) == (willingness, outcome, rest)


@pytest.mark.parametrize(
    "words,step,day",
    [
        ("长安 送样 下周三前反馈", "反馈", date(2026, 3, 18)),
        ("长安 送样 下次3月19日", "", date(2026, 3, 19)),
        ("长安 送样 下一步 寄合同", "寄合同", None),
        ("长安 送样 下一步：3月20日寄合同", "寄合同", date(2026, 3, 20)),
        ("长安 送样 约好25号再谈", "再谈", date(2026, 3, 25)),
        ("长安 送样 后续3月底前送样", "送样", date(2026, 3, 31)),
        ("长安 送样 下周二去复测", "复测", date(2026, 3, 17)),
        ("长安 送样 下周三下午3点送样", "送样", date(2026, 3, 18)),
        ("长安 送样 清明前 寄样", "清明前 寄样", None),
        ("长安 送样 节后 再报", "节后 再报", None),
        ("长安 送样 过几天再联系", "过几天再联系", None),
        ("长安 送样 下周 送新品", "下周 送新品", None),
        ("长安 送样 2月30日 送样", "2月30日 送样", None),
        ("长安 送样 1月8日 续签", "续签", date(2027, 1, 8)),
        ("长安 送样 8号 续签", "续签", date(2026, 4, 8)),
        ("长安 送样 三月二十五 复测", "复测", date(2026, 3, 25)),
        ("长安 送样 下周三复测，月底签合同", "复测，月底签合同", date(2026, 3, 18)),
        ("长安 送样 下周三 意愿60", "", date(2026, 3, 18)),
        ("五一前 华宁 安装", "五一前", None),
    ],
)
def test_a_next_step_is_what_follows_its_date(words: str, step: str, day: date | None) -> None:
    assert (read(words).next_step, read(words).next_step_on) == (step, day)


@pytest.mark.parametrize(
    "words,day,following",
    [
        ("周一 长安 送样", date(2026, 3, 9), None),
        ("周三 长安 送样", date(2026, 3, 11), None),
        ("周五 长安 送样", date(2026, 3, 6), None),
        ("3月9日去了长安", date(2026, 3, 9), None),
        ("12月1日去了长安", date(2025, 12, 1), None),
        ("长安 昨天 送样", date(2026, 3, 10), None),
        ("长安 送样 今天", date(2026, 3, 11), None),
        ("上周五 长安 送样", date(2026, 3, 6), None),
        ("3天前 去了长安", date(2026, 3, 8), None),
        ("yesterday Nordwind product demo", date(2026, 3, 10), None),
        ("last Friday Nordwind on site", date(2026, 3, 6), None),
        ("昨天上午10点去了长安", date(2026, 3, 10), None),
        ("昨天去了长安，今天寄合同", date(2026, 3, 10), date(2026, 3, 11)),
    ],
)
def test_the_day_of_the_visit_is_past_or_opens_the_sentence(
    words: str, day: date | None, following: date | None
) -> None:
    assert (read(words).visited_on, read(words).next_step_on) == (day, following)


@pytest.mark.parametrize(
    "words,purpose,outcome",
    [
        ("华宁 签合同 已签48万", "签合同", "已签48万"),
        ("华宁 催回款 答应月底付款", "催回款", "答应月底付款"),
        ("华宁 催回款 答应 下周三 付款", "催回款", "答应 下周三 付款"),
        ("华宁 要求25号前换货", "", "要求25号前换货"),
        ("华宁 报价 嫌贵 要打95折", "报价", "嫌贵 要打95折"),
        ("华宁 报价3.5万，嫌贵", "报价3.5万", "嫌贵"),
        ("华宁 谈报价嫌贵", "谈报价", "嫌贵"),
        ("华宁 谈报价 对方预算12万", "谈报价", "预算12万"),
        ("华宁 谈报价 结果：合格", "谈报价", "合格"),
        ("华宁 送样 样品通过了", "送样", "样品通过"),
        ("华宁 培训效果好", "", "培训效果好"),
        ("华宁 谈A100 20台 预算12万", "谈A100 20台", "预算12万"),
        ("昨天拜访华宁张工谈报价下周三送样", "谈报价", ""),
        ("华宁 报价太高", "", "报价太高"),
        ("Nordwind, collect payment, promised to pay by month end", "collect payment", "promised to pay by month end"),
    ],
)
def test_an_outcome_is_what_the_customer_says_or_does(words: str, purpose: str, outcome: str) -> None:
    assert (read(words).purpose, read(words).outcome) == (purpose, outcome)
