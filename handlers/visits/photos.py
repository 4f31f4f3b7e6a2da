"""Pictures sent directly go with the visit that was just filed; there is one card for all of them."""

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import buttons
from bot.text import Text
from bot.views import run_button
from storage import photos, visits
from storage.outbox import Outgoing, Verb
from storage.visits import Visit


def attach(ctx: Context, image_key: str) -> Reply:
    """Let the picture go with the visit its sender filed or changed within the last ten minutes of its own time.

    The first one is answered with a card, those that follow change that card: five pictures are one message.
    """
    found = visits.touched_before(ctx.db, ctx.me.id, ctx.delivery.at)
    if found is None:
        return Reply(_how())
    visit, touched_at = found
    answered = photos.first_since(ctx.db, visit.id, touched_at)
    count = photos.attach(ctx.db, visit.id, ctx.delivery.key, image_key, ctx.delivery.at)
    attached = attached_card(visit, count)
    if answered is None:
        return Reply(attached)
    ctx.queue(Outgoing(ctx.open_id, Verb.PATCH, attached.dumps(), target=f"=answer/{answered}", about="photo"))
    return Reply()


def attached_card(visit: Visit, count: int) -> Card:
    """Which visit a picture went to, and the how manieth it is."""
    said = Text("已附到 {number}（第 {n} 张）", "Attached to {number} (photo {n})").fill(number=visit.number, n=count)
    return card(
        said,
        plain(Text("{customer} 的拜访", "Visit to {customer}").fill(customer=visit.customer)),
        note(Text("提交后 10 分钟内发来的照片都会附上。", "Photos sent within 10 minutes of filing are attached.")),
        summary=said,
        colour="green",
        icon="succeed_outlined",
    )


def _how() -> Card:
    lead = Text(
        "这张照片没有附到任何拜访。先记一次拜访（或修改一次），提交后 10 分钟内再发照片，就会附上。",
        "This photo belongs to no visit. File a visit (or edit one) and send the photo within 10 minutes of that.",
    )
    return card(
        Text("照片没有附上", "The photo is not attached"),
        plain(lead),
        buttons(run_button(Text("拜访", "visit")), align="left"),
        summary=lead,
        colour="orange",
    )
