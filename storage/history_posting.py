"""What the orders of a history come to in the sales ledger, written as the last thing, for others wait for it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from sales.postings import Reason, Slot, Worth
from sales.records import dataclass
from storage import closes, debuts
from storage.customers import customers
from storage.engine import Connection
from storage.history_holdings import Holdings
from storage.history_known import Known
from storage.history_rows import Writer
from storage.sales_ledger import hold_ledger, ledger

AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Scene:
    """What is the same for the whole trade of a batch: what is known, who owned what, who brings it in, and when."""

    db: Connection
    writer: Writer
    there: Known
    holdings: Holdings
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """What an order is to have in the ledger."""

    order_id: int
    team_id: int
    customer_id: int
    area: str
    tier: str | None
    slots: tuple[tuple[Slot, Worth], ...]


def post_all(scene: Scene, posted: Sequence[Posted]) -> None:
    """Fill the ledger, and find out when everybody bought first; customers are held before it, as by everybody."""
    buyers = sorted({each.customer_id for each in posted})
    for some in _portions(buyers):
        held = select(customers.c.id).where(customers.c.id.in_(some)).order_by(customers.c.id)
        scene.db.execute(held.with_for_update(key_share=True))
    hold_ledger(scene.db)
    today = scene.at.astimezone(UTC).date()
    shut = closes.shut_around(scene.db, {slot.on for each in posted for slot, _ in each.slots} | {today})
    for each in posted:
        for slot, worth in each.slots:
            scene.writer.add(ledger, _row(each, slot, worth, shut.opening(slot.on, today), scene.at))
        scene.writer.done(0)
    scene.writer.flush()
    for some in _portions(buyers):
        debuts.refresh(scene.db, some)


def _row(of: Posted, slot: Slot, worth: Worth, day: date, at: datetime) -> dict[str, Any]:
    where = {"team_id": of.team_id, "customer_id": of.customer_id, "area": of.area, "tier": of.tier}
    what = {"amount": worth.amount, "quantity": worth.quantity, "cost": worth.cost, "uncosted": worth.uncosted}
    when = {"day": day, "dated_on": slot.on, "reason": Reason.IMPORT, "posted_at": at}
    return {"order_id": of.order_id, "rep_id": slot.rep_id, "product_id": slot.product_id} | where | what | when


def _portions(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
