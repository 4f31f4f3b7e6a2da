"""Who came along: a colleague of the same team, by choice or by name."""

from bot.context import Context
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.text import Text
from handlers.visits.forms import FileVisit
from sales.visits import Findings
from storage import people
from storage.people import Person

MOST = 12
"""How many colleagues the form offers: a card has room for two hundred parts."""


def colleagues(ctx: Context) -> list[Person]:
    """Everybody else in the team."""
    return [person for person, _ in people.roster(ctx.db, ctx.team) if person.id != ctx.me.id]


def companions_of(ctx: Context, chosen: str) -> list[Person]:
    """The colleagues that the form offers, the one who is chosen already in any case."""
    everybody = colleagues(ctx)
    first = [person for person in everybody if str(person.id) == chosen]
    return (first + [person for person in everybody if person not in first])[:MOST]


def named(ctx: Context, name: str) -> Person | None:
    """The colleague of this name, unless it is nobody's or more than one person's."""
    found = [person for person in colleagues(ctx) if person.name.casefold() == name.casefold()]
    return found[0] if len(found) == 1 else None


def companion_id(ctx: Context, filled: FileVisit, before: Findings | None) -> int | None:
    """The chosen colleague; one who left the team may stay on a visit they were on."""
    if not filled.companion:
        return None
    known = {str(person.id): person.id for person in colleagues(ctx)}
    if before and before.companion_id:
        known[str(before.companion_id)] = before.companion_id
    if filled.companion not in known:
        why = Text("不在团队里，请重新选择", "is not in the team: please choose again")
        label = entries(FileVisit)["companion"].label or why
        raise Refusal(
            Text("{label}：{why}", "{label}: {why}").fill(label=label, why=why), (Problem("companion", label, why),)
        )
    return known[filled.companion]
