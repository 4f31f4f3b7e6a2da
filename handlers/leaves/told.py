"""Whose leave it is, what was told of it in words, and who may tell it and read why."""

from datetime import date, timedelta

from bot.context import Context
from bot.deliveries import Said
from bot.errors import Refusal
from bot.form import OUTDATED
from handlers.leaves.forms import ChangeLeave, TakeLeave
from sales.breaches import LeaveNotYours
from sales.leaves import TOLD_LATE, check
from sales.records import dataclass
from sales.roles import Role
from sales.spans import Half, HalfDays, read_span
from storage import people
from storage.people import Person, Team

FAR = timedelta(days=183)
"""What lies farther ahead is looked for in the last weeks, too."""
MOST_WORDS = 24
"""In how many words at most it is said when the leave is: what follows is the reason."""


@dataclass(frozen=True, slots=True)
class Told:
    """An absence before it is kept: whose, in which of their teams, which half days, and why."""

    person: Person
    team: Team
    span: HalfDays
    reason: str

    @property
    def stamp(self) -> dict[str, object]:
        """The same as a form's hidden fields."""
        span = self.span
        dates = {"first_on": span.first.isoformat(), "last_on": span.last.isoformat()}
        halves = {"first_half": span.first_half.value, "last_half": span.last_half.value}
        return {"person_id": self.person.id, **dates, **halves, "reason": self.reason}


def today(ctx: Context, team: Team) -> date:
    """A team's local date."""
    return ctx.now.astimezone(team.zone).date()


def whose(ctx: Context, words: str) -> tuple[Person, str]:
    """The person that the words begin with, by @ or by name, else oneself; and the rest of the words.

    Only those whose leave one may tell are known by bare name; somebody else's @ is refused.
    """
    if mentioned := _mentioned(ctx):
        name = f"@{mentioned.name}"
        if words.startswith(name):
            place(ctx, mentioned.id, mentioned.name)
            return mentioned, words.removeprefix(name).strip()
    bare = words.removeprefix("@")
    for person in sorted(_charges(ctx), key=lambda each: -len(each.name)):
        if bare == person.name or bare.startswith(f"{person.name} "):
            return person, bare.removeprefix(person.name).strip()
    if words.startswith("@"):
        raise LeaveNotYours(words.split(maxsplit=1)[0].removeprefix("@")[:40])
    return ctx.me, words


def _mentioned(ctx: Context) -> Person | None:
    """Who was named with @, the bot itself left aside; somebody unknown is nobody."""
    named = ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ()
    found = (people.find_person(ctx.db, each.open_id)[0] for each in named if not each.is_bot)
    return next((each for each in found if each), None)


def _charges(ctx: Context) -> list[Person]:
    """Those whose leave one may tell beside one's own: the members of the teams one manages, for an admin everybody."""
    managed = [seat.team for seat in ctx.seats if seat.role is Role.MANAGER]
    teams = people.open_teams(ctx.db) if ctx.is_admin else managed
    found = {person.id: person for team in teams for person, _ in people.roster(ctx.db, team)}
    return list(found.values())


def place(ctx: Context, person_id: int, name: str = "") -> tuple[Person, Team]:
    """A person and the team whose clock goes for them; raises `LeaveNotYours` unless one may tell their leave."""
    if ctx.person and person_id in (0, ctx.person.id):
        return ctx.me, ctx.team
    for team in people.open_teams(ctx.db):
        if ctx.is_admin or any(s.team.id == team.id and s.role is Role.MANAGER for s in ctx.seats):
            for person, _ in people.roster(ctx.db, team):
                if person.id == person_id:
                    return person, team
    raise LeaveNotYours(name or "—")


def homes(ctx: Context, person: Person) -> list[Team]:
    """The teams in which a person reports, whose obligations follow their leave."""
    _, seats = people.find_person(ctx.db, person.open_id)
    return [seat.team for seat in seats if seat.role is Role.REP]


def read_told(words: str, on: date) -> tuple[HalfDays | None, str]:
    """The longest beginning of the words that names half days, and the rest: the reason."""
    tokens = words.split()
    for n in range(min(len(tokens), MOST_WORDS), 0, -1):
        if span := _near(" ".join(tokens[:n]), on):
            return span, " ".join(tokens[n:])[:200]
    return None, words[:200]


def _near(words: str, on: date) -> HalfDays | None:
    """Dates without a year that were lately are those, not next year's: leave is often told when it is over."""
    span = read_span(words, on)
    if span is None or span.first <= on + FAR:
        return span
    late = read_span(words, on - TOLD_LATE)
    return late if late and late.first < on else span


def checked(ctx: Context, person_id: int, span: HalfDays, reason: str) -> Told:
    """The absence, if it may be told by who asks and its days are possible."""
    person, team = place(ctx, person_id)
    check(span, today(ctx, team))
    return Told(person, team, span, reason[:200])


def pressed_span(pressed: TakeLeave | ChangeLeave) -> HalfDays:
    """The half days that a button carries; raises `Refusal` for what no card of ours holds."""
    try:
        first, last = date.fromisoformat(pressed.first_on), date.fromisoformat(pressed.last_on)
        return HalfDays(first, Half(pressed.first_half), last, Half(pressed.last_half))
    except ValueError:
        raise Refusal(OUTDATED) from None


def is_private(ctx: Context) -> bool:
    """Whether nobody else reads the answer: it is not given in a team's group."""
    return people.team_of_chat(ctx.db, getattr(ctx.delivery, "chat_id", "")) is None
