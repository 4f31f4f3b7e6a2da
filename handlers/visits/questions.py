"""The words of the ten willingness questions: what is asked, the answers, what a score means, and what to do next."""

from enum import StrEnum

from bot.text import Text, same
from sales.willingness import QUESTIONS, Band, Willingness, scored


class Level(StrEnum):
    """One answer: tenths of the question's weight, UNSAID where nobody tapped."""

    UNSAID = ""
    NONE = "0"
    LITTLE = "3"
    SOME = "5"
    MUCH = "8"
    FULL = "10"


LEVELS = {level: same(level.value) for level in Level if level}
"""The answers as they are offered, the lowest first: as bare numbers, for fifty options must fit on one card."""

SCALE = Text("0 没有 · 3 一点 · 5 一般 · 8 较多 · 10 完全", "0 none · 3 a little · 5 some · 8 much · 10 full")
"""What the numbers mean, said once above the questions."""

ASKED = {
    "used_similar": Text("用过同类产品", "Has used such products"),
    "knows_product": Text("了解我们的产品", "Knows our product"),
    "knows_depth": Text("了解得有多深", "How deep that knowledge is"),
    "knows_rivals": Text("了解竞品", "Knows rival products"),
    "knows_peers": Text("知道同行在用", "Knows of peers who use it"),
    "knows_value": Text("清楚产品带来的价值", "Knows what it is worth to them"),
    "knows_cost": Text("清楚质量差的代价", "Knows what poor quality costs"),
    "knows_service": Text("清楚时间和服务的影响", "Knows what time and service do"),
    "influence": Text("联系人对决定的影响力", "The contact's say in the decision"),
    "few_deciders": Text("决定的人少（越少越高）", "Few deciders (fewer is more)"),
}
"""The questions as they stand over their answers."""

BANDS = {
    Band.FAILING: (Text("意愿不及格", "Willingness: low"), "red"),
    Band.FAIR: (Text("意愿一般", "Willingness: fair"), "blue"),
    Band.GOOD: (Text("意愿良好", "Willingness: good"), "green"),
}
"""What a complete score means, with the colour of its tag."""

ADVICE = {
    "used_similar": Text("安排一次试用或样品，让客户先用起来", "offer a trial or samples, so that they use one"),
    "knows_product": Text("带资料当面介绍产品", "present the product in person"),
    "knows_depth": Text("请技术同事做一次深入讲解", "have a technical colleague go into depth"),
    "knows_rivals": Text("做一份与竞品的对比给客户", "give them a comparison with rival products"),
    "knows_peers": Text("讲一个同行的成功案例", "tell them the story of a peer who succeeded"),
    "knows_value": Text("和客户一起算一笔收益账", "work out with them what they gain"),
    "knows_cost": Text("和客户一起算一笔质量差的损失账", "work out with them what poor quality costs"),
    "knows_service": Text("说明交期和服务的承诺与好处", "show what delivery times and service mean to them"),
    "influence": Text("争取见到能拍板的人", "get to meet who decides"),
    "few_deciders": Text("理清决策链，逐个拜访决策人", "find out who decides, and visit each of them"),
}
"""What to do next about the weakest answer."""


def answers_of(filled: object) -> Willingness | None:
    """The score of the answers on a filled form, which has a field for each question; None without any."""
    said = {question: getattr(filled, question) for question in QUESTIONS}
    answers = {question: int(level) for question, level in said.items() if level is not Level.UNSAID}
    return scored(answers) if answers else None
