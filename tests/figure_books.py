"""What every figure comes to, reckoned once more from the bare rows in plain Python: no question or rule of ours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from storage.engine import Connection

Row = dict[str, Any]
Key = tuple[int, int]
TABLES = (
    "teams", "customers", "orders", "order_lines", "order_splits", "shipments", "shipment_lines", "returns",
    "return_lines", "receivables", "allocations", "payments", "visits", "obligations", "products",
)  # fmt: skip
SOLD = {"confirmed", "approved", "partly_shipped", "shipped", "closed"}
DAY = timedelta(days=1)


def day_of(cell: object) -> date:
    """A date as either database gives it without being asked for one."""
    return date.fromisoformat(str(cell)[:10])


def moment_of(cell: object) -> datetime:
    """An instant as either database gives it: SQLite's are UTC without saying so."""
    read = datetime.fromisoformat(str(cell))
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def near(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def piece(amount: int, before: int, more: int, whole: int) -> int:
    """What the next pieces of a whole are worth, so that all of them are worth the amount."""
    return near(Fraction(amount * (before + more), whole)) - near(Fraction(amount * before, whole))


class Books:
    """All rows of a database, and what they come to over a span for each rep of each team."""

    def __init__(self, db: Connection, first: date, end: date, now: datetime) -> None:
        self.first, self.end, self.now = first, end, now
        self.rows = {name: rows_of(db, name) for name in TABLES}
        self.orders = {row["id"]: row for row in self.rows["orders"]}
        self.lines = {row["id"]: row for row in self.rows["order_lines"]}
        self.zones = {row["id"]: ZoneInfo(row["timezone"]) for row in self.rows["teams"]}
        self.units = {row["id"]: row["unit"] for row in self.rows["products"]}
        self.root = {row["id"]: row["root_id"] or row["id"] for row in self.rows["customers"]}
        self.found: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def all(self) -> dict[Key, dict[str, int]]:
        """Every sum by team and rep; nothing is left out."""
        for part in (self.sales, self.money, self.new, self.loyal, self.grown, self.visits, self.duties, self.goods):
            part()
        return without_nothing(self.found)

    def add(self, team: int, rep: int, **sums: int) -> None:
        """So much more for somebody."""
        for name, n in sums.items():
            self.found[team, rep][name] += n

    def within(self, day: date) -> bool:
        """Whether a day is in the span."""
        return self.first <= day < self.end

    def today(self, team: int) -> date:
        """What day it is for a team."""
        return self.now.astimezone(self.zones[team]).date()

    # What was sold

    def events(self) -> Iterator[tuple[Row, date, int, int, int, int | None]]:
        """What each standing sale gained and lost: the order, day, product, pieces, amount and cost of a piece."""
        for order in sorted(self.orders.values(), key=lambda row: row["id"]):
            if order["state"] in SOLD and order["kind"] == "sale":
                yield from self.of_order(order)

    def of_order(self, order: Row) -> Iterator[tuple[Row, date, int, int, int, int | None]]:
        """First what is promised and not cancelled, line by line, then what came back of it."""
        mine = [row for row in self.lines.values() if row["order_id"] == order["id"]]
        for line in sorted(mine, key=lambda row: row["no"]):
            gone = piece(line["amount"], line["shipped"], line["cancelled"], line["quantity"])
            kept = line["quantity"] - line["cancelled"]
            yield order, day_of(order["confirmed_on"]), line["product_id"], kept, line["amount"] - gone, line["cost"]
        for back in sorted(self.rows["returns"], key=lambda row: row["id"]):
            for row in sorted(self.rows["return_lines"], key=lambda row: row["line_id"]):
                if back["order_id"] == order["id"] and row["return_id"] == back["id"]:
                    line = self.lines[row["line_id"]]
                    on = day_of(back["returned_on"])
                    yield order, on, line["product_id"], -row["quantity"], -row["amount"], line["cost"]

    def shares(self, order_id: int) -> list[tuple[int, int]]:
        """Whose sale it is: the largest share first."""
        rows = [row for row in self.rows["order_splits"] if row["order_id"] == order_id]
        return sorted(((row["rep_id"], row["share"]) for row in rows), key=lambda each: (-each[1], each[0]))

    def postings(self) -> Iterator[tuple[Row, date, int, dict[str, int]]]:
        """Each event parted between those who share it: the sums over all events so far are parted to the cent."""
        running: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for order, day, product, pieces, amount, cost in self.events():
            total = running[order["id"], product]
            before = 0
            was = dict(total)
            total["net"] += amount
            total["cost"] += (cost or 0) * pieces
            total["uncosted"] += amount if cost is None else 0
            for rep, share in self.shares(order["id"]):
                parts = {
                    name: piece(total[name], before, share, 10_000) - piece(was.get(name, 0), before, share, 10_000)
                    for name in ("net", "cost", "uncosted")
                }
                yield order, day, rep, parts | {f"quantity:{self.units[product]}": pieces * share}
                before += share

    def sales(self) -> None:
        """K01, K02, K05."""
        for order, day, rep, parts in self.postings():
            if self.within(day):
                self.add(order["team_id"], rep, **parts)

    def new(self) -> None:
        """K10: the first order that was worth anything, and when the last piece of it came back."""
        firsts: dict[int, tuple[date, int]] = {}
        worth: dict[int, int] = defaultdict(int)
        for order, _, _, pieces, amount, _ in self.events():
            worth[order["id"]] += amount if pieces >= 0 else 0
        for order_id, amount in worth.items():
            if amount > 0:
                order = self.orders[order_id]
                root, born = self.root[order["customer_id"]], (day_of(order["confirmed_on"]), order_id)
                firsts[root] = min(firsts.get(root, born), born)
        for day, order_id in firsts.values():
            team, rep = self.orders[order_id]["team_id"], self.largest(order_id)
            backs = [row for row in self.rows["returns"] if row["order_id"] == order_id]
            ids = {row["id"] for row in backs}
            came = sum(row["amount"] for row in self.rows["return_lines"] if row["return_id"] in ids)
            self.add(team, rep, new_customers=int(self.within(day)))
            if came >= worth[order_id]:
                lost = max(day_of(row["returned_on"]) for row in backs)
                self.add(team, rep, lost_customers=int(self.within(lost)))

    def largest(self, order_id: int) -> int:
        """Who has most of an order as it is shared now."""
        return self.shares(order_id)[0][0]

    # Customers from before

    def earlier(self) -> tuple[date, date]:
        """The period before: as many months, or as many days."""
        months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
        if self.first.day == self.end.day == 1 and months in (1, 3):
            return self.months_back(months), self.first
        return self.first - (self.end - self.first), self.first

    def months_back(self, months: int) -> date:
        """The first of the month so many months before."""
        count = self.first.year * 12 + self.first.month - 1 - months
        return date(count // 12, count % 12 + 1, 1)

    def bought(self, now: tuple[date, date], then: tuple[date, date]) -> dict[Key, dict[int, list[int]]]:
        """By team and customer, then by rep: what was bought now and then."""
        found: dict[Key, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for order, day, rep, parts in self.postings():
            for place, (first, end) in enumerate((now, then)):
                if first <= day < end:
                    found[order["team_id"], self.root[order["customer_id"]]][rep][place] += parts["net"]
        return found

    def buyers(self, first: date, end: date) -> set[Key]:
        """Who had an order that was worth anything on a day."""
        worth: dict[tuple[int, int, int, date], int] = defaultdict(int)
        for order, day, _, _, amount, _ in self.events():
            worth[order["team_id"], self.root[order["customer_id"]], order["id"], day] += amount
        return {(team, root) for (team, root, _, day), amount in worth.items() if amount > 0 and first <= day < end}

    def loyal(self) -> None:
        """K12: those of the period before who bought again."""
        before, now = self.earlier(), (self.first, self.end)
        active, again = self.buyers(*before), self.buyers(*now)
        for buyer, reps in self.bought(now, before).items():
            if buyer in active:
                rep = most_of(reps)
                self.add(buyer[0], rep, active_before=1, repeated=int(buyer in again))

    def grown(self) -> None:
        """K13: of a period that is not over, as many working days of each."""
        for team in self.zones:
            pair = self.comparable(self.today(team))
            for buyer, reps in self.bought(*pair).items() if pair else ():
                if buyer[0] == team and (then := sum(each[1] for each in reps.values())) > 0:
                    rep = most_of(reps)
                    self.add(team, rep, like_now=sum(each[0] for each in reps.values()), like_before=then)

    def comparable(self, today: date) -> tuple[tuple[date, date], tuple[date, date]] | None:
        """The days to compare; weekends are off."""
        first, end = self.earlier()
        if self.end <= today:
            return (self.first, self.end), (first, end)
        over = sum(day.weekday() < 5 for day in days(self.first, min(today, self.end)))
        working = [day for day in days(first, end) if day.weekday() < 5]
        if not over:
            return None
        if over < len(working):
            end = working[over - 1] + DAY
        return (self.first, today), (first, end)

    # Money and goods

    def money(self) -> None:
        """K07a and K08: every receivable, with what had settled it by then."""
        paid_on = {row["id"]: day_of(row["paid_on"]) for row in self.rows["payments"]}
        shipped_on = {row["id"]: day_of(row["shipped_on"]) for row in self.rows["shipments"]}
        for owed in self.rows["receivables"]:
            order, due = self.orders[owed["order_id"]], day_of(owed["due_on"])
            rows = [row for row in self.rows["allocations"] if row["receivable_id"] == owed["id"]]
            cash = [(paid_on[row["payment_id"]], row["amount"]) for row in rows if row["payment_id"]]
            back = [(day_of(row["allocated_on"]), row["amount"]) for row in rows if row["return_id"]]
            key = order["team_id"], order["rep_id"]
            if self.within(due):
                self.add(*key, due=owed["amount"] - until(back, self.end), collected=until(cash, self.end))
            end = min(self.end, self.today(key[0]) + DAY)
            if shipped_on[owed["shipment_id"]] < end:
                still = owed["amount"] - until(cash, end) - until(back, end)
                self.add(*key, open=still, overdue=still if due < end - DAY else 0)

    def goods(self) -> None:
        """K34: what left, and whether those very pieces came back; the first to leave is the first to come back."""
        out: dict[int, int] = defaultdict(int)
        shipped_on = {row["id"]: day_of(row["shipped_on"]) for row in self.rows["shipments"]}
        for row in sorted(self.rows["shipment_lines"], key=lambda row: row["shipment_id"]):
            line = self.lines[row["line_id"]]
            order = self.orders[line["order_id"]]
            back = [n for n in range(row["quantity"]) if out[line["id"]] + n < line["returned"]]
            if self.within(shipped_on[row["shipment_id"]]) and order["kind"] == "sale":
                worth = piece(line["amount"], out[line["id"]], len(back), line["quantity"])
                self.add(order["team_id"], order["rep_id"], shipped=row["amount"], shipped_back=worth)
            out[line["id"]] += row["quantity"]

    # What was done

    def visits(self) -> None:
        """K21: once for each of two."""
        for row in self.rows["visits"]:
            if row["withdrawn_at"] is None and self.within(day_of(row["visited_on"])):
                good = bool(row["outcome"] and row["next_step"] and row["kind"] != "care")
                for who in {row["rep_id"], row["companion_id"]} - {None}:
                    self.add(row["team_id"], who, visits=1, effective=int(good))

    def duties(self) -> None:
        """K25, K26: a week's by its last day, any other by the day on which it is due there."""
        for row in self.rows["obligations"]:
            due, zone = moment_of(row["due_at"]), self.zones[row["team_id"]]
            is_week = row["type"] == "weekly"
            waits = row["state"] == "pending" and due <= self.now and not row["provisional"]
            if self.within(day_of(row["last_on"]) if is_week else due.astimezone(zone).date()):
                counted = row["state"] in {"on_time", "late", "missed"} or waits
                sent = {"owed": counted, "on_time": row["state"] == "on_time"}
                sent |= {"submitted": row["state"] in {"on_time", "late"}}
                for name, n in sent.items():
                    self.add(row["team_id"], row["rep_id"], **{name: int(n), f"{name}:{row['type']}": int(n)})


def rows_of(db: Connection, table: str) -> list[Row]:
    """All of a table."""
    return [dict(row) for row in db.execute(text("select * from " + table)).mappings()]  # noqa: S608 - our own names


def without_nothing(found: Mapping[Key, Mapping[str, int]]) -> dict[Key, dict[str, int]]:
    """The sums that are something."""
    return {key: {name: n for name, n in sums.items() if n} for key, sums in found.items() if any(sums.values())}


def most_of(reps: Mapping[int, list[int]]) -> int:
    """Who sold most now, or where nobody sold anything, before; of equals the first."""
    sellers = {rep: both for rep, both in reps.items() if any(both)} or reps
    return min(sellers, key=lambda rep: (-max(0, sellers[rep][0]), -max(0, sellers[rep][1]), rep))


def until(parts: list[tuple[date, int]], end: date) -> int:
    """What came before a day."""
    return sum(amount for on, amount in parts if on < end)


def days(first: date, end: date) -> Iterator[date]:
    """Every day of a span."""
    return (first + DAY * n for n in range(max(0, (end - first).days)))
