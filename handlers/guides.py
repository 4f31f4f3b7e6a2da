"""What the bot can do, drawn from the routers, so that it is never out of date; strangers learn how to join."""

from collections.abc import Sequence

from bot.card import Card, Element, card, md, note
from bot.context import STRANGER, Context, Guide, Reply
from bot.controls import buttons
from bot.router import Router
from bot.text import Text
from bot.views import run_button, stranger_card

router = Router(Text("帮助", "Help"))


@router.command(Text("帮助", "help"), Text("看全部命令", "See all commands"), aliases=("?", "h"), members=False)
def show(ctx: Context, _: str) -> Reply:
    """Every command with what it does."""
    return Reply(help_card(ctx.guides) if ctx.seats or ctx.is_admin else stranger_card(STRANGER))


def help_card(guides: Sequence[Guide]) -> Card:
    """One line for each command, and the first ones as buttons."""
    lead = Text("发一个词，或点下面的按钮", "Send a word, or press a button")
    row = buttons(*(run_button(guide.word) for guide in guides), align="left")
    tail = note(Text("中英文、全角半角都可以，前面加不加 / 都行。", "Chinese or English, with or without a slash."))
    return card(
        Text("我能做什么", "What I can do"),
        *map(_line, guides),
        row,
        tail,
        summary=lead,
        icon="info_outlined",
    )


def _line(guide: Guide) -> Element:
    line = Text("**{zh}** / {en}　{about}", "**{en}** / {zh}  {about}")
    if guide.example is None:
        return md(line, zh=guide.word.zh, en=guide.word.en, about=guide.about)
    also = Text("　<font color='grey'>例：{said}</font>", " <font color='grey'>e.g. {said}</font>")
    whole = Text(line.zh + also.zh, line.en + also.en)
    return md(whole, zh=guide.word.zh, en=guide.word.en, about=guide.about, said=guide.example)
