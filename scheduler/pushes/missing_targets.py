"""On the first working day of a month: whose target for it is missing, to the managers, with buttons to set it."""

from collections.abc import Iterator, Sequence
from datetime import time

from bot.card import Card, block, card, note, plain
from bot.controls import button, buttons
from bot.target_words import TARGET, period_words
from bot.text import Text, joined, same
from bot.views import Run
from sales import scopes
from sales.cadence import Cadence, OnFirstWorkday
from sales.grains import Grain, name_of, stretch_of
from sales.periods import month_of
from sales.roles import Role
from scheduler.push import Occasion, Push
from storage.target_trees import Member, members
from storage.targets import current_targets

MOST = 20
"""How many people are named; the rest are counted."""

_FOUND = "missing_targets"


def prepare(occasions: Sequence[Occasion]) -> None:
    """Look up for all teams of a moment who has no target: two questions, and one more for each date there is."""
    if not occasions:
        return
    db = occasions[0].db
    seats = members(db, [occasion.team.id for occasion in occasions])
    for day in {occasion.due.date() for occasion in occasions}:
        of_day = [occasion for occasion in occasions if occasion.due.date() == day]
        ids = {occasion.team.id for occasion in of_day}
        here = [each for each in seats if each.team_id in ids]
        wanted = {scopes.team(id_) for id_ in ids} | {scopes.rep(each.id) for each in here}
        known = current_targets(db, wanted, day).keys()
        for occasion in of_day:
            occasion.found[_FOUND] = (here, known)


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each manager of a team in which anybody, or the team itself, has no target for the new month."""
    if _FOUND not in occasion.found:
        prepare([occasion])
    seats, known = occasion.found[_FOUND]
    own = [each for each in seats if each.team_id == occasion.team.id]
    reps = [each for each in own if each.role is Role.REP and scopes.rep(each.id) not in known]
    lacks_own = scopes.team(occasion.team.id) not in known
    for manager in own:
        if manager.role is Role.MANAGER and (reps or lacks_own):
            yield manager.open_id, missing_card(occasion, reps, lacks_own=lacks_own)


def missing_card(occasion: Occasion, reps: Sequence[Member], *, lacks_own: bool) -> Card:
    """Who has none, and the two ways to mend that: set the team's, or part it among the reps."""
    month = stretch_of(Grain.MONTH, occasion.due.date())
    team, period = occasion.team.name, name_of(month)
    count = len(reps) + lacks_own
    said = Text("{n} 个目标还没设", "{n} targets are not set").fill(n=count)
    title = Text("{month}目标：{team}", "Targets for {month}: {team}").fill(month=period_words(month), team=team)
    return card(
        title,
        block(
            plain(_OWN) if lacks_own else None,
            plain(_REPS.fill(names=_names(reps))) if reps else None,
            note(_WHY),
        ),
        buttons(
            _run(Text("设团队目标", "Set the team's"), f"{team} {period}") if lacks_own else None,
            _run(Text("分解到人", "Split to reps"), f"{_SPLIT.zh} {team} {period}") if reps else None,
            align="left",
        ),
        subtitle=said,
        summary=joined([title, said], " · "),
        colour="orange",
        icon="chart_outlined",
    )


def _run(words: Text, said: str) -> dict[str, object]:
    return button(words, Run(f"{TARGET.zh} {said}").stamp())


def _names(reps: Sequence[Member]) -> Text:
    shown = joined([same(each.name) for each in reps[:MOST]], Text("、", ", "))
    more = len(reps) - MOST
    return joined([shown, Text("等 {n} 人", "and {n} more").fill(n=more)], " ") if more > 0 else shown


def _first_of_month(at: time) -> Cadence:
    return OnFirstWorkday(at, month_of)


push = Push(_FOUND, lambda house: house.manager_card_at, compose, cadence=_first_of_month, prepare=prepare, kept_for=5)

_OWN = Text("团队还没有目标", "The team has no target")
_REPS = Text("没有目标的人：{names}", "Without a target: {names}")
_SPLIT = Text("分解", "split")
_WHY = Text(
    "没有目标就没有完成率和进度，也不进排行。",
    "Without a target there is no rate and no pace, and no place in rankings.",
)
