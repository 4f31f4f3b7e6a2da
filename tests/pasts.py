"""An invented company's past as files, and as the plain rows they were written from, for tests of bringing it in."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bot.history import Checked, apply, check
from storage.engine import Connection, metadata
from storage.histories import Batch, hold_batch
from storage.history_undo import Use, undo
from storage.uow import UnitOfWork

Row = dict[str, str]
FIRST = date(2024, 1, 1)
LAST = date(2025, 12, 31)
DAY = timedelta(days=1)
HEADINGS: dict[str, Sequence[str]] = {
    "teams": ("team", "chat id", "time zone", "area", "holidays of"),
    "members": ("open id", "name", "team", "role", "from", "to"),
    "customers": ("customer", "owner", "tier", "owned from"),
    "products": ("code", "name", "unit", "group"),
    "prices": ("code", "list price", "floor price", "cost", "from"),
    "visits": ("number", "rep", "customer", "date", "kind", "outcome", "next step", "next step on"),
    "orders": ("order", "customer", "rep", "ordered on", "terms", "days", "cancelled on", "kind"),
    "order_lines": ("order", "code", "quantity", "price", "rate"),
    "order_splits": ("order", "rep", "share"),
    "shipments": ("shipment", "order", "shipped on", "code", "quantity"),
    "returns": ("return", "order", "returned on", "code", "quantity", "reason"),
    "payments": ("payment", "customer", "amount", "paid on", "order"),
    "targets": ("scope", "of", "period", "value"),
    "leave": ("open id", "from", "from half", "to", "to half", "reason"),
}


@dataclass
class Past:
    """Rows by file, each cell by its English heading."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in HEADINGS})

    def add(self, name: str, *cells: object) -> Row:
        """One row of a file."""
        row = dict(zip(HEADINGS[name], map(str, cells), strict=True))
        self.rows[name].append(row)
        return row

    def write(self, folder: Path, encoding: str = "utf-8") -> Path:
        """Write every file that has rows."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            if rows:
                with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
                    writer = csv.DictWriter(file, HEADINGS[name])
                    writer.writeheader()
                    writer.writerows(rows)
        return folder


def minor(amount: str) -> int:
    """An amount of the files in fen."""
    yuan, _, fen = amount.partition(".")
    return int(yuan) * 100 + int(fen.ljust(2, "0") or 0)


def small() -> Past:
    """Two teams, three reps, one customer who changed hands, two products, two orders."""
    past = Past()
    past.add("teams", "华东一队", "oc_east", "Asia/Shanghai", "华东", "CN")
    past.add("teams", "华南", "", "", "", "")
    past.add("members", "ou_boss", "王经理", "华东一队", "主管", "2024-01-01", "")
    past.add("members", "ou_li", "李雷", "华东一队", "销售", "2024-01-01", "")
    past.add("members", "ou_han", "韩梅梅", "华东一队", "rep", "2024-02-01", "2024-12-31")
    past.add("members", "ou_lin", "林涛", "华南", "", "2024-01-01", "")
    past.add("customers", "华宁精密", "ou_li", "B", "2024-01-01")
    past.add("customers", "华宁精密", "ou_han", "A", "2024-03-01")
    past.add("customers", "远东机械", "ou_lin", "", "2024-01-01")
    past.add("products", "A100", "齿轮泵", "台", "泵")
    past.add("products", "B7", "密封圈", "个", "")
    past.add("prices", "A100", "100.00", "70", "60.00", "2024-01-01")
    past.add("prices", "a-100", "110.00", "75", "66", "2024-03-01")
    past.add("prices", "B7", "9.99", "", "", "2024-01-01")
    past.add("visits", "", "ou_li", "华宁精密", "2024-02-05", "上门", "同意试用", "报价", "2024-02-12")
    past.add("visits", "CRM-9", "ou_lin", "远东机械", "2024-02-06", "phone", "", "", "")
    past.add("orders", "PO-1", "华宁精密", "ou_li", "2024-02-10", "net", "30", "", "")
    past.add("order_lines", "PO-1", "A100", "10", "", "95")
    past.add("order_lines", "PO-1", "B7", "3", "", "")
    past.add("orders", "PO-2", "华宁精密", "ou_li", "2024-03-10", "monthly", "0", "2024-04-01", "")
    past.add("order_lines", "PO-2", "A100", "4", "", "")
    past.add("shipments", "SH-1", "PO-1", "2024-02-12", "A100", "6")
    past.add("shipments", "SH-1", "PO-1", "2024-02-12", "B7", "3")
    past.add("shipments", "SH-2", "PO-1", "2024-02-20", "A100", "4")
    past.add("shipments", "SH-3", "PO-2", "2024-03-12", "A100", "1")
    past.add("returns", "RT-1", "PO-1", "2024-03-15", "A100", "1", "质量")
    past.add("payments", "HK-1", "华宁精密", "500.00", "2024-03-01", "")
    past.add("targets", "team", "华东一队", "2024-03", "300000")
    past.add("targets", "公司", "", "2024-Q1", "1000000")
    past.add("leave", "ou_li", "2024-05-06", "am", "2024-05-07", "上午", "家事")
    return past


def large(orders: int, visits: int, seed: int = 1) -> Past:
    """A company of any size over two years, with everything that happens to orders."""
    random, past = Random(seed), Past()
    reps = _people(past)
    buyers = [f"客户{n}号" for n in range(max(orders // 30, 5))]
    for buyer in buyers:
        first = FIRST + DAY * random.randrange(300)
        past.add("customers", buyer, random.choice(reps), random.choice("ABCD"), FIRST)
        past.add("customers", buyer, random.choice(reps), random.choice(["", "A"]), first + DAY)
    for n in range(8):
        past.add("products", f"P{n}", f"泵{n}", "台", "泵")
        past.add("prices", f"P{n}", f"{100 + n}.{n}5", "80", "" if n == 7 else "60.5", FIRST)
    for n in range(visits):
        day = FIRST + DAY * random.randrange(700)
        step = ("报价", day + DAY) if n % 3 else ("", "")
        past.add("visits", f"V{n}", random.choice(reps), random.choice(buyers), day, "上门", f"结果{n}", *step)
    for n in range(orders):
        _order(past, random, n, random.choice(reps), random.choice(buyers))
    return past


def _people(past: Past) -> list[str]:
    for team in ("东", "西"):
        past.add("teams", team, "", "Asia/Shanghai", f"大区{team}", "CN")
    for n in range(10):
        past.add("members", f"ou_rep{n}", f"销售{n}", "东西"[n % 2], "rep", FIRST, "")
    return [f"ou_rep{n}" for n in range(10)]


def _order(past: Past, random: Random, n: int, rep: str, buyer: str) -> None:
    day, number = FIRST + DAY * random.randrange(600), f"PO-{n}"
    cancelled = str(day + DAY * 60) if random.random() < 0.1 else ""
    kind = random.choice(["销售"] * 8 + ["样品"])
    terms = random.choice([("prepaid", ""), ("net", "30"), ("monthly", "15")])
    past.add("orders", number, buyer, rep, day, *terms, cancelled, kind)
    if random.random() < 0.2:
        past.add("order_splits", number, "ou_rep0", "62.5")
        past.add("order_splits", number, "ou_rep1", "37.5")
    amount = 0
    for code in random.sample(range(8), random.randint(1, 2)):
        quantity, price, rate = random.randint(1, 20), f"{random.randint(50, 300)}.{random.randint(10, 99)}", "95"
        past.add("order_lines", number, f"P{code}", quantity, price, rate)
        amount += (quantity * minor(price) * 95 * 2 + 100) // 200
        gone = random.choice([0, quantity, quantity, quantity // 2])
        if gone:
            past.add("shipments", f"SH-{n}-{code}", number, day + DAY * random.randint(1, 30), f"P{code}", gone)
            if random.random() < 0.15:
                back = random.randint(1, gone)
                past.add("returns", f"RT-{n}-{code}", number, day + DAY * 45, f"P{code}", back, "quality")
    if random.random() < 0.8:
        paid = f"{amount // 100}.{amount % 100:02}"
        meant = number if random.random() < 0.5 else ""
        past.add("payments", f"HK-{n}", buyer, paid, day + DAY * random.randint(0, 90), meant)


NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def looked_through(db: UnitOfWork, folder: Path) -> Checked:
    """What checking the files of a folder comes to."""
    return db.read(lambda read: check(read, folder, NOW, ZONE))


def mistakes(db: UnitOfWork, past: Past, folder: Path) -> list[tuple[str, int, str, str]]:
    """File, row, column and reason of everything that is wrong with a past, in English."""
    checked = looked_through(db, past.write(folder))
    assert checked.count == len(checked.wrong)
    return [(one.file, one.row, one.column.en if one.column else "", one.why.en) for one in checked.wrong]


def brought_in(db: UnitOfWork, folder: Path, at: datetime = NOW) -> Batch:
    """The batch that the files of a folder became."""

    def work(write: Connection) -> Batch:
        checked, batch = apply(write, folder, "ou_admin", at, ZONE, lambda *_: None)
        assert (checked.wrong, checked.count) == ([], 0)
        assert batch is not None
        return batch

    return db.write(work, patience=300)


def taken_back(db: UnitOfWork, batch: Batch, at: datetime = NOW) -> list[Use]:
    """Take a batch back; gives what speaks against it."""

    def work(write: Connection) -> list[Use]:
        held = hold_batch(write, batch.id)
        assert held is not None
        return undo(write, held, batch.made_by, at)

    return db.write(work, patience=300)


NOTES = {"audit", "histories", "alembic_version"}
"""Tables that remember a batch after it was taken back."""


def counted(db: UnitOfWork) -> dict[str, int]:
    """How many rows each table has, but for the notes of what was done."""
    kept = [table for table in metadata.sorted_tables if table.name not in NOTES]
    return db.read(lambda read: {each.name: read.scalar(select(func.count()).select_from(each)) or 0 for each in kept})
