"""The sections of the settings that are lists of keys and nothing else; `bot.config` reads them."""

from datetime import date, time
from typing import Annotated, Literal

from msgspec import Meta, Struct


class Calendar(Struct, frozen=True):
    """Public holidays. `folder` holds the operator's own files, `2027.toml` or `HK-2027.toml`; empty: none."""

    folder: str = ""


class Report(Struct, frozen=True, kw_only=True):
    """A kind of report of the company's own. `every` is week or month; `at` is on the team's wall clock.

    A month's is due on the `workday`-th working day of the month after. `zh` and `en` are what people call it.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
    zh: Annotated[str, Meta(min_length=1, max_length=20)]
    en: Annotated[str, Meta(min_length=1, max_length=40)]
    every: Literal["week", "month"]
    at: time
    workday: Annotated[int, Meta(ge=1, le=20)] = 2


class Reports(Struct, frozen=True):
    """What everybody owes, and by when; `more` are further kinds of report."""

    weekly_at: time = time(18)
    makeup_in_week: bool = False
    monthly_at: time = time(12)
    monthly_workday: Annotated[int, Meta(ge=1, le=20)] = 2
    more: tuple[Report, ...] = ()


class Authority(Struct, frozen=True, kw_only=True):
    """A row of the discount matrix: what a level may grant on its own; discount and margin in per cent.

    An empty group or tier means every one; `from_amount` is in yuan of list value, see `sales.discounts.Rule`.
    """

    level: Literal["rep", "manager", "director"]
    discount: Annotated[float, Meta(ge=0, le=100)]
    margin: Annotated[float, Meta(ge=-100, le=100)] | None = None
    group: Annotated[str, Meta(max_length=40)] = ""
    tier: Annotated[str, Meta(pattern="^[ABCD]?$")] = ""
    from_amount: Annotated[int, Meta(ge=0)] = 0
    first_on: date | None = None
    end_on: date | None = None


class Orders(Struct, frozen=True):
    """Orders: ceilings that catch slips (amounts in yuan), who decides about discounts, how long a quote stands.

    `directors` are open_ids; between `work_from` and `work_until` an approver is expected to answer.
    """

    most_quantity: Annotated[int, Meta(ge=1, le=1_000_000)] = 100_000
    most_amount: Annotated[int, Meta(ge=1, le=1_000_000_000)] = 10_000_000
    directors: frozenset[str] = frozenset()
    quote_days: Annotated[int, Meta(ge=1, le=365)] = 30
    work_from: time = time(9)
    work_until: time = time(18)
    authority: tuple[Authority, ...] = ()


class Admins(Struct, frozen=True):
    """Who looks after the installation, by open_id; they are told of what needs a hand."""

    open_ids: frozenset[str] = frozenset()


class Log(Struct, frozen=True):
    """How much is written to standard output."""

    level: Annotated[str, Meta(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"


class Kpi(Struct, frozen=True):
    """Figures: rates over fewer than `small_n` things are not said; `restate_closed` lets a closed month move.

    With it what comes late for a closed month changes that month and is told; without, it counts when it is entered.
    """

    small_n: Annotated[int, Meta(ge=1, le=100)] = 5
    restate_closed: bool = False


class Attention(Struct, frozen=True):
    """How often people are told what they did not ask for: messages on a working day, and escalations beyond them."""

    most_a_day: Annotated[int, Meta(ge=1, le=20)] = 3
    most_escalations: Annotated[int, Meta(ge=1, le=50)] = 5


class Tasks(Struct, frozen=True):
    """Whether tasks appear in Feishu's own task list, too, as far as the app may write there."""

    mirror: bool = True


class Retention(Struct, frozen=True):
    """How many days things are kept that nobody needs for ever; 0 is for ever. Orders, money and prices always are.

    A card can be changed for 14 days, so messages stay longer; Feishu's deliveries count for 8 hours.
    """

    inbox_days: Annotated[int, Meta(ge=2)] | Literal[0] = 30
    outbox_days: Annotated[int, Meta(ge=15)] | Literal[0] = 30
    audit_days: Annotated[int, Meta(ge=90)] | Literal[0] = 400
