"""What a rep's morning card says of orders and quotes: counted first, then a few of each, calm on an ordinary day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.card import Element, block, columns, heading, md, note
from bot.controls import button, buttons
from bot.money import exact
from bot.order_forms import ShowOrder
from bot.orders import SHIP
from bot.text import Text, joined, same
from bot.views import Run
from bot.words import day
from sales import quotes as quote_rules
from sales.orders import number
from sales.records import dataclass
from scheduler.push import Occasion
from storage import mornings
from storage.leaves import leaves_of
from storage.mornings import Matter
from storage.people import Person

MOST = 5
"""How many orders or quotes of a kind the card lists; the rest are counted."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Matters:
    """One rep's orders and quotes on a morning. `next_on` is the next working day, up to which `soon` reaches."""

    next_on: date
    overdue: Sequence[Matter] = ()
    today: Sequence[Matter] = ()
    soon: Sequence[Matter] = ()
    ends: Sequence[Matter] = ()
    drafts: Sequence[Matter] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return any((self.overdue, self.today, self.soon, self.ends, self.drafts))

    @property
    def count(self) -> int:
        """How many orders and quotes there are to think of."""
        return self.to_ship + len(self.ends) + len(self.drafts)

    def beside(self, other: "Matters") -> "Matters":
        """The same with those of another team."""
        return replace(
            self,
            overdue=[*self.overdue, *other.overdue],
            today=[*self.today, *other.today],
            soon=[*self.soon, *other.soon],
            ends=[*self.ends, *other.ends],
            drafts=[*self.drafts, *other.drafts],
        )

    @property
    def to_ship(self) -> int:
        """How many orders are promised up to the next working day and not shipped."""
        return len(self.overdue) + len(self.today) + len(self.soon)


def matters_of(occasion: Occasion, reps: Sequence[Person]) -> Mapping[int, Matters]:
    """What each of a team's reps has to think of, in three questions, a fourth where a quote ends."""
    today, team, ids = occasion.due.date(), occasion.team, [rep.id for rep in reps]
    next_on = occasion.calendar.workday_after(today)
    promised = mornings.promised(occasion.db, team.id, ids, next_on)
    drafts = mornings.left_over(occasion.db, team.id, ids, today)
    ends = list(_ends(occasion, ids))
    return {rep.id: _matters(today, next_on, rep.id, (promised, ends, drafts)) for rep in reps}


def _matters(today: date, next_on: date, rep_id: int, found: tuple[Sequence[Matter], ...]) -> Matters:
    promised, ends, drafts = ([each for each in kind if each.rep_id == rep_id] for kind in found)
    late = [each for each in promised if each.day < today]
    now = [each for each in promised if each.day == today]
    return Matters(next_on, late, now, [each for each in promised if each.day > today], ends, drafts)


def _ends(occasion: Occasion, ids: Sequence[int]) -> Iterator[Matter]:
    """The quotes whose end each rep is to be told of today, who was away of those they missed."""
    today, calendar = occasion.due.date(), occasion.calendar
    end = quote_rules.ends_to_tell(today, calendar)[1]
    ends = mornings.ending(occasion.db, occasion.team.id, ids, today, end)
    owners = {each.rep_id for each in ends}
    leaves = leaves_of(occasion.db, owners, today - quote_rules.LONGEST, today)
    firsts = {who: quote_rules.ends_to_tell(today, calendar, tuple(leaves.get(who, ())))[0] for who in owners}
    yield from (each for each in ends if each.day >= firsts[each.rep_id])


def sections(matters: Matters, today: date, to: str, most: int = MOST) -> list[Element | None]:
    """The parts of the card, for the rep with this open_id, `most` rows in each; nothing for what is empty."""
    return [
        _orders(Text("承诺已过期未发（{n} 单）", "Promised, overdue ({n})"), matters.overdue, most),
        _orders(Text("今天承诺交货（{n} 单）", "Promised for today ({n})"), matters.today, most),
        _orders(_soon(matters, today), matters.soon, most),
        _ending(matters.ends, most),
        _drafts(matters.drafts, to, most),
    ]


def _soon(matters: Matters, today: date) -> Text:
    """Tomorrow, or what is promised during a break and for the first day after it."""
    if matters.next_on == today + DAY:
        return Text("明天承诺交货（{n} 单）", "Promised for tomorrow ({n})")
    until = Text("{day} 前承诺交货（{{n}} 单）", "Promised up to {day} ({{n}})")
    return until.fill(day=day(matters.next_on))


def _orders(title: Text, due: Sequence[Matter], most: int) -> Element | None:
    """Orders to ship, each with the button for it, which is as good as typing the command."""
    row = [columns(_line(each, number(each.id)), _ship(each), weights=(4, 1)) for each in due[:most]]
    return _listed(title, due, row)


def _ship(order: Matter) -> Element:
    return buttons(button(SHIP.map(str.capitalize), Run(f"{SHIP.zh} {number(order.id)}").stamp(), style="text"))


def _ending(ends: Sequence[Matter], most: int) -> Element | None:
    title = Text("报价即将到期（{n} 份）", "Quotes about to expire ({n})")
    return _listed(title, ends, [_quote(each) for each in ends[:most]])


def _quote(quote: Matter) -> Element:
    named = quote_rules.number(quote.id)
    see = button(Text("看", "See"), Run(f"{QUOTE.zh} {named}").stamp(), style="text")
    return columns(_line(quote, named), buttons(see), weights=(4, 1))


def _drafts(drafts: Sequence[Matter], to: str, most: int) -> Element | None:
    title = Text("未提交的订单草稿（{n} 单）", "Drafts not submitted ({n})")
    row = [columns(_line(each, number(each.id)), _see(each, to), weights=(4, 1)) for each in drafts[:most]]
    return _listed(title, drafts, row)


def _see(order: Matter, to: str) -> Element:
    return buttons(button(Text("看", "See"), ShowOrder(order.id).stamp(to=to), style="text"))


def _line(matter: Matter, named: str) -> Element:
    rest = joined([same(named), exact(matter.amount), day(matter.day)], " · ")
    return md(same("**{customer}**\n<font color='grey'>{rest}</font>"), customer=matter.customer, rest=rest)


def _listed(title: Text, matters: Sequence[Matter], rows: Sequence[Element]) -> Element | None:
    if not matters:
        return None
    more = len(matters) - len(rows)
    rest = note(Text("还有 {n} 项", "{n} more").fill(n=more)) if more > 0 else None
    return block(heading(title.fill(n=len(matters))), *rows, rest)


QUOTE = Text("报价", "quote")
"""The command that shows a quote."""
