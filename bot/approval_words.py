"""What is beyond somebody's authority, in words: by how much, against which limit, with which other orders."""

from bot.money import exact, percent
from bot.text import Text, joined, same
from bot.trade_words import KINDS, LEVELS
from sales.discounts import Judgement, Over
from sales.money import ZERO, Money
from storage.judgements import Habit


def short_words(judged: Judgement) -> list[Text]:
    """By how much an order is beyond authority at most, in a word; nothing where it is no matter of discount."""
    points = max((over.points for over in judged.over), default=0)
    return [Text("超 {p}", "{p} over").fill(p=percent(points))] if points else []


def over_words(over: Over, judged: Judgement, *, with_cost: bool, floor: Money | None = None) -> list[Text]:
    """What is beyond the submitter's authority in one line: by how much, against which limit, and what was joined.

    Cost can be told from a margin: without `with_cost` it only says that one is missed.
    """
    said = [_points(over, judged)] if over.points else []
    if not over.has_list:
        said.append(_NO_LIST.fill(level=LEVELS[over.level]))
    if over.least_margin is not None:
        at = {"p": percent(over.margin or 0), "least": percent(over.least_margin)}
        said.append(_MARGIN.fill(**at) if with_cost else _MARGIN_MISSED)
    if over.below_floor:
        words = _FLOOR if with_cost else _BELOW_FLOOR
        said.append(words.fill(price=exact(floor or ZERO), level=LEVELS[over.level]))
    if over.joined and over.points:
        said.append(_joint(over))
    return said or [_BEYOND.fill(level=LEVELS[over.level])]


def _points(over: Over, judged: Judgement) -> Text:
    own = max(over.discount or 0, over.joint or 0)
    words = _OVER_FROM if over.from_amount else _OVER
    known = {"p": percent(own), "most": percent(over.limit), "by": percent(over.points), "level": LEVELS[judged.own]}
    return words.fill(**known, amount=exact(over.from_amount))


def _joint(over: Over) -> Text:
    numbers = joined([same(number) for number in over.joined], Text("、", ", "))
    return _JOINT.fill(numbers=numbers, amount=exact(over.joint_list), p=percent(over.joint or 0), code=over.code)


def purpose_words(judged: Judgement) -> Text:
    """Why something that is no sale has to be decided by somebody."""
    return _PURPOSE.fill(kind=KINDS[judged.kind])


def habit_words(habit: Habit) -> Text:
    """How often a rep asks for more than they may give, with the numbers behind it."""
    if habit.rate is None:
        return Text("样本不足（近 90 天 {n} 行）", "too few to say ({n} lines in 90 days)").fill(n=habit.lines)
    said = Text("{p}（近 90 天 {over}/{n} 行）", "{p} ({over} of {n} lines in 90 days)")
    return said.fill(p=percent(habit.rate), over=habit.over, n=habit.lines)


_OVER = Text("优惠 {p}，超出{level}权限 {most} 共 {by}", "{p} off: {by} beyond what a {level} may give ({most})")
_OVER_FROM = Text(
    "优惠 {p}，超出{level}权限 {most}（牌价满 {amount} 起）共 {by}",
    "{p} off: {by} beyond what a {level} may give ({most}, from {amount} list value on)",
)
_JOINT = Text(
    "与 {numbers} 合并判断：{code} 牌价合计 {amount}，合计优惠 {p}",
    "Judged together with {numbers}: {code} comes to {amount} at list, {p} off in all",
)
_NO_LIST = Text("没有牌价，要{level}决定", "No list price: a {level} decides")
_MARGIN = Text("毛利 {p}，低于下限 {least}", "Margin {p}, below the least of {least}")
_MARGIN_MISSED = Text("毛利低于你的权限下限", "The margin is below what you may go to")
_FLOOR = Text("低于底价 {price}，要{level}决定", "Below the floor price {price}: a {level} decides")
_BELOW_FLOOR = Text("低于底价，要{level}决定", "Below the floor price: a {level} decides")
_BEYOND = Text("超出权限，要{level}决定", "Beyond your authority: a {level} decides")
_PURPOSE = Text(
    "用途是「{kind}」，没有货款，要经理同意", "Its purpose is {kind}: nobody pays for it, so a manager has to agree"
)
