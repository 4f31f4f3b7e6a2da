"""What an account comes to, reckoned once more from the bare rows in plain Python: no question of the product's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from storage.engine import Connection

Row = dict[str, Any]
TABLES = (
    "customers", "orders", "shipments", "returns", "return_lines", "receivables", "allocations", "payments",
)  # fmt: skip
BUCKETS = ((91, 10**6), (61, 90), (31, 60), (1, 30), (-(10**6), 0))
"""From how many to how many days past the due date, the oldest first."""


def day_of(cell: object) -> date:
    """A date as either database gives it without being asked for one."""
    return date.fromisoformat(str(cell))


@dataclass
class Ledger:
    """All rows of all tables of trade, by table."""

    rows: dict[str, list[Row]]

    def family(self, customer_id: int) -> set[int]:
        """The customers that count as one with this one, by walking along the mergers."""
        into = {row["id"]: row["merged_into"] for row in self.rows["customers"]}

        def end(of: int) -> int:
            while into[of] is not None:
                of = into[of]
            return of

        return {each for each in into if end(each) == end(customer_id)}

    def by_id(self, table: str) -> dict[int, Row]:
        """The rows of a table by their ids."""
        return {row["id"]: row for row in self.rows[table]}

    def settled(self, column: str, of: int) -> int:
        """The allocations of one receivable, payment or return."""
        return sum(row["amount"] for row in self.rows["allocations"] if row[column] == of)

    def open(self, owed: Row) -> int:
        """What is open of a receivable."""
        return int(owed["amount"]) - self.settled("receivable_id", owed["id"])

    def owed_by(self, customer_id: int) -> list[Row]:
        """The receivables of a customer of which anything is open."""
        ours = self.family(customer_id)
        return [row for row in self.rows["receivables"] if row["customer_id"] in ours and self.open(row)]

    def owed_to(self, team_id: int) -> list[Row]:
        """The receivables of a team's orders of which anything is open."""
        theirs = {row["id"] for row in self.rows["orders"] if row["team_id"] == team_id}
        return [row for row in self.rows["receivables"] if row["order_id"] in theirs and self.open(row)]

    def ages(self, owed: Iterable[Row], today: date) -> list[tuple[int, int]]:
        """Amount and number in each bucket, the oldest first."""
        late = [((today - day_of(row["due_on"])).days, self.open(row)) for row in owed]
        within = [[amount for days, amount in late if first <= days <= last] for first, last in BUCKETS]
        return [(sum(amounts), len(amounts)) for amounts in within]

    def worth(self, return_id: int) -> int:
        """What came back was worth."""
        return sum(int(row["amount"]) for row in self.rows["return_lines"] if row["return_id"] == return_id)

    def unallocated(self, customer_id: int) -> int:
        """What is left of a customer's payments, and of what came back beyond what was owed."""
        ours, undone = self.family(customer_id), {row["reverses_id"] for row in self.rows["payments"]}
        paid = [
            row["amount"] - self.settled("payment_id", row["id"])
            for row in self.rows["payments"]
            if row["customer_id"] in ours and row["reverses_id"] is None and row["id"] not in undone
        ]
        orders = self.by_id("orders")
        back = [
            self.worth(row["id"]) - self.settled("return_id", row["id"])
            for row in self.rows["returns"]
            if orders[row["order_id"]]["customer_id"] in ours
        ]
        return int(sum(paid) + sum(back))

    def movements(self, customer_id: int) -> list[tuple[date, int]]:
        """Everything that made the balance larger or smaller, by its date."""
        ours, orders, left = self.family(customer_id), self.by_id("orders"), self.by_id("shipments")
        billed = [
            (day_of(left[row["shipment_id"]]["shipped_on"]), int(row["amount"]))
            for row in self.rows["receivables"]
            if row["customer_id"] in ours
        ]
        back = [
            (day_of(row["returned_on"]), -self.worth(row["id"]))
            for row in self.rows["returns"]
            if orders[row["order_id"]]["customer_id"] in ours
        ]
        paid = [
            (day_of(row["paid_on"]), -int(row["amount"])) for row in self.rows["payments"] if row["customer_id"] in ours
        ]
        return billed + back + paid

    def balance(self, customer_id: int, before: date) -> int:
        """What a customer owed at the beginning of a day."""
        return sum(amount for on, amount in self.movements(customer_id) if on < before)

    def collected(self, team_id: int, first: date, end: date) -> tuple[int, int]:
        """K07a: paid before the end of what fell due in a period, and what fell due less what came back."""
        due = [row for row in self._of_team(team_id) if first <= day_of(row["due_on"]) < end]
        paid, back = self._until(end, due)
        return paid, sum(row["amount"] for row in due) - back

    def overdue(self, team_id: int, day: date) -> tuple[int, int]:
        """K08: what was open past its due date at the end of a day, and all that was open."""
        end, shipped = day + timedelta(1), self.by_id("shipments")
        left = [row for row in self._of_team(team_id) if day_of(shipped[row["shipment_id"]]["shipped_on"]) < end]
        late = [row for row in left if day_of(row["due_on"]) < day]
        opened = [sum(row["amount"] for row in rows) - sum(self._until(end, rows)) for rows in (late, left)]
        return opened[0], opened[1]

    def waited(self, team_id: int, first: date, end: date) -> tuple[int, int]:
        """K09: days times cents from shipment to bank, and the cents; what is reversed loses the days it had."""
        payments, shipped = self.by_id("payments"), self.by_id("shipments")
        owed = {row["id"]: row for row in self._of_team(team_id)}
        days = cash = 0
        for row in self.rows["allocations"]:
            if row["payment_id"] is None or row["receivable_id"] not in owed:
                continue
            payment = payments[row["payment_id"]]
            if not first <= day_of(payment["paid_on"]) < end:
                continue
            came = payments[payment["reverses_id"]] if payment["reverses_id"] else payment
            left = day_of(shipped[owed[row["receivable_id"]]["shipment_id"]]["shipped_on"])
            days += max(0, (day_of(came["paid_on"]) - left).days) * row["amount"]
            cash += row["amount"]
        return days, cash

    def _of_team(self, team_id: int) -> list[Row]:
        theirs = {row["id"] for row in self.rows["orders"] if row["team_id"] == team_id}
        return [row for row in self.rows["receivables"] if row["order_id"] in theirs]

    def _until(self, end: date, owed: Iterable[Row]) -> tuple[int, int]:
        """What was paid of some receivables, and what came back, before a day."""
        ids, payments = {row["id"] for row in owed}, self.by_id("payments")
        paid = back = 0
        for row in self.rows["allocations"]:
            if row["receivable_id"] in ids:
                source = payments.get(row["payment_id"])
                if source and day_of(source["paid_on"]) < end:
                    paid += row["amount"]
                if source is None and day_of(row["allocated_on"]) < end:
                    back += row["amount"]
        return paid, back


def ledger(db: Connection) -> Ledger:
    """Read everything."""
    found: dict[str, list[Row]] = defaultdict(list)
    for table in TABLES:
        for row in db.execute(text(f"select * from {table}")):  # noqa: S608 - a name from above
            found[table].append(dict(row._mapping))  # noqa: SLF001 - the public name of a row's mapping
    return Ledger(found)
