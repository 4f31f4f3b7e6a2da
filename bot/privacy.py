"""What others must not read is said in the direct chat, wherever it was asked."""

from collections.abc import Callable

from bot.card import Card, card, plain
from bot.context import Context, Reply
from bot.deliveries import Said
from bot.text import Text
from storage.people import team_of_chat


def in_group(ctx: Context) -> bool:
    """Whether the answer would stand in a group: where a message says so, or the chat of a press is known as one."""
    if isinstance(ctx.delivery, Said):
        return not ctx.delivery.is_direct
    return team_of_chat(ctx.db, getattr(ctx.delivery, "chat_id", "")) is not None


def privately(ctx: Context, card_for: Callable[[], Card], title: Text, elsewhere: Text, about: str) -> Reply:
    """Answer with a card that others must not read; in a group it goes to the asker, and `elsewhere` says so there."""
    if not in_group(ctx):
        return Reply(card_for())
    ctx.notify(ctx.open_id, card_for(), about=about)
    return Reply(card(title, plain(elsewhere), summary=elsewhere, icon="lock_outlined"), elsewhere)
