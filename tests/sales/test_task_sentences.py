"""Tasks in one line: a table of sentences with everything each of them says, and what holds for any words at all."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.task_sentences import ME, TaskSentence, read_task

WEDNESDAY = date(2026, 3, 11)
PEOPLE = ("李四", "王经理", "张伟", "欧阳伟", "Li Si", "Ann Lee")
CUSTOMERS = {"华宁", "华宁精密", "长安重工", "huaning precision", "acme co. ltd"}


def read(line: str) -> TaskSentence:
    return read_task(line, WEDNESDAY, PEOPLE, lambda name: name.casefold() in CUSTOMERS)


def day(month: int, of: int, year: int = 2026) -> date:
    return date(year, month, of)


FRI, THU, MON = day(3, 13), day(3, 12), day(3, 16)
SAMPLE, SEND = "寄样", "send sample"
LI, LS, HN, HP = {"owner": "李四"}, {"owner": "Li Si"}, {"customer": "华宁精密"}, {"customer": "Huaning Precision"}
TABLE: list[tuple[str, dict[str, Any]]] = [
    # Who, when, what, for whom: in any order.
    ("@李四 周五前 寄样 #华宁精密", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("@李四周五前寄样#华宁精密", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("@李四，周五前，寄样，#华宁精密", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("周五前 寄样 @李四 #华宁精密", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("寄样 #华宁精密 @李四 周五前", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("#华宁精密 @李四 寄样 周五之前", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("＠李四 周五前 寄样 ＃华宁精密", LI | HN | {"due_on": FRI, "what": SAMPLE}),
    ("@李四 周五前 给 #华宁精密 寄样", LI | HN | {"due_on": FRI, "what": "给 寄样"}),
    ("@Li Si by Friday send sample #Huaning Precision", LS | {"due_on": FRI, "what": SEND, **HP}),
    ("@li si send sample by Friday #Huaning Precision", LS | {"due_on": FRI, "what": SEND, **HP}),
    ("send sample #Huaning Precision @Li Si by Friday", LS | {"due_on": FRI, "what": SEND, **HP}),
    ("#Huaning Precision by Friday send sample", {"due_on": FRI, "what": SEND, **HP}),
    # Whose it is.
    ("周五前 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("李四 周五前 寄样", LI | {"due_on": FRI, "what": SAMPLE}),
    ("请李四周五前寄样", LI | {"due_on": FRI, "what": SAMPLE}),
    ("让张伟明天前报价", {"owner": "张伟", "due_on": THU, "what": "报价"}),
    ("我 周五前 寄样", {"owner": ME, "due_on": FRI, "what": SAMPLE}),
    ("@我 周五前 寄样", {"owner": ME, "due_on": FRI, "what": SAMPLE}),
    ("负责人：李四 截止：周五 事项：寄样", LI | {"due_on": FRI, "what": SAMPLE}),
    ("@欧阳伟 周五前 寄样", {"owner": "欧阳伟", "due_on": FRI, "what": SAMPLE}),
    ("ask Li Si to send sample by Friday", LS | {"due_on": FRI, "what": SEND}),
    ("for Ann Lee: send sample by Friday", {"owner": "Ann Lee", "due_on": FRI, "what": SEND}),
    ("me send sample tomorrow", {"owner": ME, "due_on": THU, "what": SEND}),
    ("@赵六 周五前 寄样", {"due_on": FRI, "what": SAMPLE, "rest": ("@赵六",)}),
    ("@李四 @张伟 周五前 寄样", LI | {"due_on": FRI, "what": SAMPLE, "rest": ("张伟",)}),
    ("负责人：赵六 周五前 寄样", {"due_on": FRI, "what": SAMPLE, "rest": ("负责人：赵六",)}),
    ("李四方案 周五前 改好", {"due_on": FRI, "what": "李四方案 改好"}),
    # Until when.
    ("明天 寄样", {"due_on": THU, "what": SAMPLE}),
    ("明天前寄样", {"due_on": THU, "what": SAMPLE}),
    ("后天下班前 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("寄样 明天", {"due_on": THU, "what": SAMPLE}),
    ("12月3日前 寄样", {"due_on": day(12, 3), "what": SAMPLE}),
    ("12月3日 寄样", {"due_on": day(12, 3), "what": SAMPLE}),
    ("2026-03-20 寄样", {"due_on": day(3, 20), "what": SAMPLE}),
    ("3/20 前寄样", {"due_on": day(3, 20), "what": SAMPLE}),
    ("20号前 寄样", {"due_on": day(3, 20), "what": SAMPLE}),
    ("下周三 寄样", {"due_on": day(3, 18), "what": SAMPLE}),
    ("下周三前 寄样", {"due_on": day(3, 18), "what": SAMPLE}),
    ("本周内 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("这周 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("下周内 寄样", {"due_on": day(3, 20), "what": SAMPLE}),
    ("本月内 寄样", {"due_on": day(3, 31), "what": SAMPLE}),
    ("月底前 寄样", {"due_on": day(3, 31), "what": SAMPLE, "vague": True}),
    ("年底前 寄样", {"due_on": day(12, 31), "what": SAMPLE, "vague": True}),
    ("三天内 寄样", {"due_on": day(3, 14), "what": SAMPLE}),
    ("截止周五 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("最晚周五 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("寄样，截止：周五", {"due_on": FRI, "what": SAMPLE}),
    ("周五下午5点前 寄样", {"due_on": FRI, "what": SAMPLE}),
    ("send sample tomorrow", {"due_on": THU, "what": SEND}),
    ("send sample by 20 March", {"due_on": day(3, 20), "what": SEND}),
    ("send sample before next Monday", {"due_on": MON, "what": SEND}),
    ("send sample this week", {"due_on": FRI, "what": SEND}),
    ("send sample within 3 days", {"due_on": day(3, 14), "what": SEND}),
    ("send sample due: Friday", {"due_on": FRI, "what": SEND}),
    ("send sample no later than Friday", {"due_on": FRI, "what": SEND}),
    ("周五前 准备周一会议材料", {"due_on": FRI, "what": "准备周一会议材料"}),
    ("准备周一会议材料", {"what": "准备周一会议材料"}),
    ("周五前 下周三前 寄样", {"due_on": FRI, "what": SAMPLE, "rest": ("下周三前",)}),
    ("寄样", {"what": SAMPLE}),
    # From when.
    ("从明天起 周五前 寄样", {"start_on": THU, "due_on": FRI, "what": SAMPLE}),
    ("明天开始 周五前 寄样", {"start_on": THU, "due_on": FRI, "what": SAMPLE}),
    ("从3月16日到3月20日 盘点", {"start_on": MON, "due_on": day(3, 20), "what": "盘点"}),
    ("from Monday count stock by 20 March", {"start_on": MON, "due_on": day(3, 20), "what": "count stock"}),
    # What is expected, and where it came from.
    ("@李四 周五前 寄样 #华宁精密 结果：客户签收", LI | HN | {"due_on": FRI, "what": SAMPLE, "expected": "客户签收"}),
    ("结果：客户签收；周五前 寄样", {"due_on": FRI, "what": SAMPLE, "expected": "客户签收"}),
    ("周五前 寄样 结果：客户签收 V-1", {"due_on": FRI, "what": SAMPLE, "expected": "客户签收", "source": "V-1"}),
    ("send sample by Friday result: signed for", {"due_on": FRI, "what": SEND, "expected": "signed for"}),
    ("@李四 周五前 寄样 V-12", LI | {"due_on": FRI, "what": SAMPLE, "source": "V-12"}),
    ("周五前 补合同 来自SO-3", {"due_on": FRI, "what": "补合同", "source": "SO-3"}),
    ("周五前 发纪要 会议 周例会", {"due_on": FRI, "what": "发纪要", "source": "会议 周例会"}),
    ("周五前 发纪要 会议：周例会", {"due_on": FRI, "what": "发纪要", "source": "会议 周例会"}),
    ("周五前 准备会议材料", {"due_on": FRI, "what": "准备会议材料"}),
    ("mail it by Friday from meeting Kick-off", {"due_on": FRI, "what": "mail it", "source": "from meeting Kick-off"}),
    ("周五前 寄样 来源：展会名片", {"due_on": FRI, "what": SAMPLE, "source": "展会名片"}),
    # Customers.
    ("周五前 寄样 #华宁", {"due_on": FRI, "what": SAMPLE, "customer": "华宁"}),
    ("周五前 寄样 #华宁精密 样品三件", HN | {"due_on": FRI, "what": "寄样 样品三件"}),
    ("周五前 寄样 #没见过的公司", {"due_on": FRI, "what": SAMPLE, "customer": "没见过的公司"}),
    ('周五前 寄样 #"Some New Corp"', {"due_on": FRI, "what": SAMPLE, "customer": "Some New Corp"}),
    ("by Friday send sample #Acme Co. Ltd", {"due_on": FRI, "what": SEND, "customer": "Acme Co. Ltd"}),
    ("周五前 寄样 #华宁精密 #长安重工", HN | {"due_on": FRI, "what": SAMPLE, "rest": ("长安重工",)}),
    ("周五前 寄样 客户：华宁精密", HN | {"due_on": FRI, "what": SAMPLE}),
    # Nothing at all.
    ("", {}),
    ("@李四", LI),
    ("#", {}),
]  # fmt: skip


@pytest.mark.parametrize("line, said", TABLE, ids=[line for line, _ in TABLE])
def test_a_line_says_this_and_nothing_else(line: str, said: dict[str, Any]) -> None:
    assert read(line) == TaskSentence(**said)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60


@pytest.mark.parametrize("today, due", [
    (date(2026, 3, 13), date(2026, 3, 13)),
    (date(2026, 3, 14), date(2026, 3, 15)),
    (date(2026, 3, 15), date(2026, 3, 15)),
])  # fmt: skip
def test_this_week_ends_on_its_friday_or_where_that_is_over_on_its_sunday(today: date, due: date) -> None:
    assert read_task("本周内 寄样", today, ()).due_on == due


@given(st.text(max_size=80))
def test_any_words_at_all_are_read_without_harm(line: str) -> None:
    read(line)


PIECES = ["@李四", "#华宁", "周五前", "寄样", "结果：好", "V-3", "从明天起", "@赵六", "send", "by Friday", ",", "；"]


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    )
)
def test_no_word_is_lost(pieces: list[str]) -> None:
    line = " ".join(pieces)
    said = read(line)
    kept = " ".join([said.owner, said.what, said.customer, said.expected, said.source, *said.rest])
    for word in ("寄样", "赵六", "华宁", "send"):
        assert (word in line) <= (word in kept)
