"""The form in which the credit for an order is shared, and how its percentages are read."""

import re
import unicodedata
from collections.abc import Mapping

from bot.card import Card, card, columns, note
from bot.context import Context
from bot.controls import Option, buttons, form, submit
from bot.errors import Problem, Refusal
from bot.form import Form, carried, entries, pick, words
from bot.money import percent
from bot.text import Text, joined, same
from bot.views import control, problem_note
from sales.records import dataclass
from sales.splits import MOST_COLLEAGUES
from storage import people
from storage.approvers import team_by_id
from storage.orders import Order
from storage.people import Person

OFFERED = 20
"""How many colleagues each choice offers; the command takes anybody of the team."""


@dataclass(frozen=True)
class ShareOrder(Form):
    """The form for the shares of an order, as they were `seen`; `unread` is what of a line was not understood."""

    once = True

    order_id: int = carried(0)
    seen: str = carried("")
    unread: str = carried("")
    colleague_1: str = pick(Text("同事 1", "Colleague 1"), limit=12)
    share_1: str = words(Text("比例 1（%）", "Share 1 (%)"), limit=10)
    colleague_2: str = pick(Text("同事 2", "Colleague 2"), limit=12)
    share_2: str = words(Text("比例 2（%）", "Share 2 (%)"), limit=10)
    colleague_3: str = pick(Text("同事 3", "Colleague 3"), limit=12)
    share_3: str = words(Text("比例 3（%）", "Share 3 (%)"), limit=10)
    colleague_4: str = pick(Text("同事 4", "Colleague 4"), limit=12)
    share_4: str = words(Text("比例 4（%）", "Share 4 (%)"), limit=10)


LONGEST = 300
"""How many characters of a line are read; what goes beyond is quoted."""


def colleagues(ctx: Context, order: Order) -> list[Person]:
    """Everybody else in the order's team."""
    team = team_by_id(ctx.db, order.team_id)
    return [person for person, _ in people.roster(ctx.db, team) if person.id != order.rep_id]


def shares_from_line(ctx: Context, order: Order, said: str) -> tuple[dict[int, int], str]:
    """The shares in a line, by person's id, and what of it is not understood."""
    known = {person.name.casefold(): person.id for person in colleagues(ctx, order)}
    given: dict[int, int] = {}
    left, at = [], 0
    line, beyond = unicodedata.normalize("NFKC", said[:LONGEST]), said[LONGEST:]
    for found in _PAIR.finditer(line):
        who, points = known.get(found["name"].strip().casefold()), _points(found["share"])
        if who is None or points is None or who in given or found.start() != at:
            left.append(found[0].strip())
        else:
            given[who] = points
        at = found.end()
    left += [line[at:].strip(), beyond.strip()]
    return given, "  ".join(filter(None, left))[:200]


def _points(said: str) -> int | None:
    """A percentage with at most two decimals, in basis points."""
    found = _PERCENT.fullmatch(unicodedata.normalize("NFKC", said).strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def shares_from_form(ctx: Context, order: Order, filled: ShareOrder) -> dict[int, int]:
    """The shares on a filled form, by person's id; raises a `Refusal` with the field that is wrong."""
    known = {str(person.id): person.id for person in colleagues(ctx, order)}
    known |= {str(share.rep_id): share.rep_id for share in order.shares}
    given: dict[int, int] = {}
    for no in range(1, MOST_COLLEAGUES + 1):
        chosen, typed = getattr(filled, f"colleague_{no}"), getattr(filled, f"share_{no}")
        if not chosen and not typed:
            continue
        points = _points(typed)
        if chosen not in known or known[chosen] in given or known[chosen] == order.rep_id:
            raise _wrong(_WHO, f"colleague_{no}")
        if points is None:
            raise _wrong(_HOW_MUCH, f"share_{no}")
        given[known[chosen]] = points
    return given


def _wrong(why: Text, field: str) -> Refusal:
    label = entries(ShareOrder)[field].label or why
    return Refusal(Text("{label}：{why}", "{label}: {why}").fill(label=label, why=why), (Problem(field, label, why),))


def shares_seen(order: Order) -> str:
    """The shares of an order in a form that tells whether they are the same as before."""
    return ",".join(f"{share.rep_id}:{share.share}" for share in order.shares)


def blank_for(order: Order) -> ShareOrder:
    """The form for an order as its shares are now."""
    return ShareOrder(order.id, shares_seen(order))


def typed_now(order: Order) -> dict[str, str]:
    """The shares of an order, as the form's fields would send them."""
    return typed_from_shares({share.rep_id: share.share for share in order.shares if share.rep_id != order.rep_id})


def typed_from_shares(given: Mapping[int, int]) -> dict[str, str]:
    """Shares by person's id, as the form's fields would send them."""
    typed: dict[str, str] = {}
    for no, (person, points) in enumerate(list(given.items())[:MOST_COLLEAGUES], 1):
        typed |= {f"colleague_{no}": str(person), f"share_{no}": percent(points).zh}
    return typed


def share_card(
    ctx: Context, order: Order, blank: ShareOrder, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()
) -> Card:
    """Up to four colleagues with their shares."""
    title = Text("分成 {number}", "Share {number}").fill(number=order.number)
    chosen = [str(typed.get(f"colleague_{no}") or "") for no in range(1, MOST_COLLEAGUES + 1)]
    everybody = sorted(colleagues(ctx, order), key=lambda person: str(person.id) not in chosen)[:OFFERED]
    options = [Option(str(person.id), same(person.name)) for person in everybody]
    rows = [
        columns(control(ShareOrder, f"colleague_{no}", typed, options), control(ShareOrder, f"share_{no}", typed))
        for no in range(1, MOST_COLLEAGUES + 1)
    ]
    sent = submit(Text("保存", "Save"), "share", blank.stamp(to=ctx.open_id, key=ctx.card_key()))
    unread = Text("没看懂：{words}", "Not understood: {words}").fill(words=blank.unread) if blank.unread else None
    return card(
        title,
        problem_note(problems),
        note(unread) if unread else None,
        form("shares", *rows, buttons(sent)),
        note(
            Text("其余归 {name}。全部留空就是不分。", "The rest is {name}'s; leave all empty to share nothing.").fill(
                name=order.rep
            )
        ),
        subtitle=joined([same(order.customer), same(order.rep)], " · "),
        summary=title,
    )


_PAIR = re.compile(r"[\s,\u3001;]*+@?(?P<name>[^@%\d,\u3001;]{1,60}?)\s*(?::\s*)?(?P<share>\d{1,3}(?:\.\d{1,2})?\s*%)")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?\s*%?")
_WHO = Text("请选择团队里的另一位同事，不要重复", "please choose another colleague of the team, each once")
_HOW_MUCH = Text("请填比例，例如 30%", "please give a share such as 30%")
