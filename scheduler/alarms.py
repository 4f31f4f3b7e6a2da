"""What the admins are told when a message is given up: one card per reason and hour, never about itself."""

from collections.abc import Iterable
from datetime import datetime

from bot.card import card, facts, md, note
from bot.feishu.codes import meaning
from bot.text import Text, same
from storage.claims import Claimed, Failure
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue

ABOUT = "outbox.parked"


def tell(db: Connection, admins: Iterable[str], row: Claimed, why: Failure, now: datetime) -> None:
    """Let every admin (open_id) know of a parked row, unless they heard of this code in this hour."""
    if row.about == ABOUT:
        return
    content = parked(row, why)
    for admin in admins:
        dedupe = f"{ABOUT}/{why.code}/{now:%Y%m%d%H}/{admin}"
        enqueue(db, Outgoing(admin, Verb.SEND, content, about=ABOUT, dedupe=dedupe), now)


def parked(row: Claimed, why: Failure) -> str:
    """The card's JSON text: which message, why, and what to type; nothing of what the message said."""
    return card(
        Text("一条消息没有发出", "A message could not be sent"),
        md(Text("**{reason}**", "**{reason}**"), reason=meaning(why.code) if why.code else why.reason),
        facts(
            (Text("消息", "Message"), same(f"{row.id} {row.about}".strip())),
            (Text("接收方", "Receiver"), same(row.lane or "–")),
            (Text("错误码", "Code"), same(why.code or "–")),
        ),
        md(
            Text("处理后重新发送：`salesbot outbox retry {id}`", "Once solved: `salesbot outbox retry {id}`"),
            id=row.id,
        ),
        note(Text("同一原因每小时只提醒一次。", "You hear of the same reason once an hour.")),
        summary=Text("一条消息没有发出", "A message could not be sent"),
        colour="red",
    ).dumps()
