"""What the bot can do, drawn from the routers, so that it is never out of date; strangers learn how to join."""

from collections.abc import Sequence
from itertools import groupby

from bot.card import Card, Element, card, md, note, panel
from bot.context import STRANGER, Context, Guide, Reply
from bot.controls import buttons
from bot.router import Part, Router
from bot.text import Text
from bot.views import run_button, stranger_card

router = Router(Part.HELP)


DAILY = ("visit", "customer", "today", "follow", "weekly")
"""What a rep says most, by its English word: these stand as buttons above everything."""


@router.command(Text("帮助", "help"), Text("看全部命令", "See all commands"), aliases=("?", "h"), members=False)
def show(ctx: Context, _: str) -> Reply:
    """What the asker can do; a rep is spared what is for managers."""
    if not (ctx.seats or ctx.is_admin):
        return Reply(stranger_card(STRANGER))
    leads = ctx.is_admin or ctx.managed is not None
    return Reply(help_card([guide for guide in ctx.guides if leads or guide.part is not Part.TEAM.value]))


def help_card(guides: Sequence[Guide]) -> Card:
    """The daily words as buttons, then every command in a line, under the heading of its part."""
    lead = Text("发一个词，或点下面的按钮", "Send a word, or press a button")
    daily = [run_button(guide.word) for word in DAILY for guide in guides if guide.word.en == word]
    tail = note(Text("中英文、全角半角都可以，前面加不加 / 都行。", "Chinese or English, with or without a slash."))
    by_part = groupby(sorted(guides, key=_place), key=_place)
    parts = [_part(list(found), expanded=place == 0) for place, found in by_part]
    title = Text("我能做什么", "What I can do")
    return card(title, buttons(*daily, align="left"), *parts, tail, summary=lead, icon="info_outlined")


def _place(guide: Guide) -> int:
    return [part.value for part in Part].index(guide.part)


def _part(guides: Sequence[Guide], *, expanded: bool) -> Element:
    """One heading; what stands first is open."""
    return panel(guides[0].part, *map(_line, guides), expanded=expanded)


def _line(guide: Guide) -> Element:
    line = Text("**{zh}** / {en}　{about}", "**{en}** / {zh}  {about}")
    if guide.example is None:
        return md(line, zh=guide.word.zh, en=guide.word.en, about=guide.about)
    also = Text("　<font color='grey'>例：{said}</font>", " <font color='grey'>e.g. {said}</font>")
    whole = Text(line.zh + also.zh, line.en + also.en)
    return md(whole, zh=guide.word.zh, en=guide.word.en, about=guide.about, said=guide.example)
