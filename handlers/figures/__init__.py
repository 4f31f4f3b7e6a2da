"""Figures whenever somebody asks for them, in private, and each of them opened to its definition and its rows."""

from bot.context import Context, Reply
from bot.figure_asks import asked_of, check_asker
from bot.privacy import privately
from bot.router import Part, Router
from bot.sights import broadest
from bot.text import Text
from handlers.figures import opening
from handlers.figures.board_cards import board_card
from handlers.figures.funnel_cards import funnel_card
from handlers.figures.rank_cards import rank_of
from handlers.figures.rate_cards import rate_card

router = Router(Part.REPORTS)


@router.command(
    Text("业绩", "kpi"),
    Text("看业绩：销售额、目标进度、新客户、拜访、回款", "See figures: sales, pace, new customers, visits, payments"),
    aliases=("yj",),
    example=Text("业绩 本月", "kpi this month"),
    members=False,
)
def show(ctx: Context, said: str) -> Reply:
    """The asker's own of this month, or of whom and when the words say."""
    asked = asked_of(ctx, said)
    return privately(ctx, lambda: board_card(ctx, asked), _TITLE, ELSEWHERE, "figures")


@router.command(
    Text("完成率", "rate"),
    Text("看目标完成率：公司、大区、团队到个人", "See what is reached of targets, from the company down to reps"),
    example=Text("完成率 华东 Q4", "rate East Q4"),
    members=False,
)
def show_rates(ctx: Context, said: str) -> Reply:
    """Of what the asker answers for, or of whom the words say."""
    asked = asked_of(ctx, said, broadest)
    return privately(ctx, lambda: rate_card(ctx, asked), _TITLE, ELSEWHERE, "figures")


@router.command(
    Text("排行", "rank"),
    Text("看排行：销售额、完成率、新客户、回款、拜访、及时率", "See a ranking by sales, rate, new customers, visits …"),
    example=Text("排行 新客户 本月", "rank new customers this month"),
    members=False,
)
def show_ranking(ctx: Context, said: str) -> Reply:
    """A manager sees everybody, a rep their own place and the names of the first three."""
    check_asker(ctx)
    ranked = rank_of(ctx, said)
    return privately(ctx, lambda: ranked, _TITLE, ELSEWHERE, "figures")


@router.command(
    Text("漏斗", "funnel"),
    Text("看订单走到哪一步：录入、提交、确认、发货、回款", "See how far orders have come, from entry to payment"),
    example=Text("漏斗 本月", "funnel this month"),
    members=False,
)
def show_funnel(ctx: Context, said: str) -> Reply:
    """Of what the asker answers for, or of whom the words say."""
    asked = asked_of(ctx, said, broadest)
    return privately(ctx, lambda: funnel_card(ctx, asked), _TITLE, ELSEWHERE, "figures")


_TITLE = Text("业绩", "Figures")
ELSEWHERE = Text("业绩数据只私信发送，请看和我的单聊。", "Figures are shown in private: see our direct chat.")
"""What a group reads when somebody asks there."""

ROUTERS = (router, opening.router)
"""The routers of figures."""
