"""The group's morning line: what the team did together, as counts; nobody is named for what is missing."""

from collections.abc import Iterator

from bot.card import Card, card, note, plain, tag
from bot.text import Text
from bot.words import span
from sales.visit_norms import TeamVisits
from scheduler.push import Occasion, Push
from storage.figures import visits_over


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for the group; a team without reps gets none."""
    today = occasion.due.date()
    first = occasion.calendar.workday_before(today)
    figures = visits_over(occasion.db, occasion.team, first, today, occasion.house.daily_visit_norm, occasion.calendar)
    if figures.reps:
        yield occasion.team.chat_id, line_card(occasion, figures)


push = Push("team_line", lambda house: house.team_line_at, compose)


def line_card(occasion: Occasion, figures: TeamVisits) -> Card:
    """How many visits, how many of the reps had any; no name stands on it."""
    with_visits = len(figures.reps) - len(figures.silent)
    line = Text(
        "全队拜访 {done} 次（目标 {norm}），{n}/{all} 人有记录",
        "Visits {done} (norm {norm}), {n} of {all} reps reported",
    ).fill(done=figures.total, norm=figures.norm, n=with_visits, all=len(figures.reps))
    return card(
        Text("{team} · 团队进展", "{team} · Team line").fill(team=occasion.team.name),
        plain(line),
        note(span(figures.first, figures.end)),
        summary=line,
        tags=(tag(Text("补发", "Sent late"), "orange"),) if occasion.is_late else (),
        icon="group_outlined",
    )
