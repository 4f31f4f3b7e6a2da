"""A report that comes after the digest which counted it as missing changes that digest, without a new message."""

from datetime import datetime
from functools import partial

from bot.card import fitting
from bot.context import House
from scheduler.digest_cards import digest_card
from scheduler.mending import CHANGEABLE
from scheduler.push import Occasion
from scheduler.pushes.weekly_digest import summary
from storage import digests, outbox
from storage.calendars import calendar_of
from storage.digests import Digest
from storage.engine import Connection
from storage.outbox import Outgoing, State, Verb
from storage.people import Team, open_teams
from storage.uow import UnitOfWork


def run(db: UnitOfWork, house: House, now: datetime) -> int:
    """Change every digest of the last days that does not hold any more; gives the number of changes queued."""
    stale = db.read(lambda at: _stale(at, now))
    return sum(db.write(partial(_again, digest, team, house, now)) for digest, team in stale)


def _stale(db: Connection, now: datetime) -> list[tuple[Digest, Team]]:
    found = digests.stale_digests(db, now - CHANGEABLE)
    if not found:
        return []
    teams = {team.id: team for team in open_teams(db)}
    return [(digest, teams[digest.team_id]) for digest in found if digest.team_id in teams]


def _again(digest: Digest, team: Team, house: House, now: datetime, db: Connection) -> int:
    message = outbox.message_of(db, digest.message)
    if message and message[0] is State.QUEUED:
        return 0
    due, local = digest.due_at.astimezone(team.zone), now.astimezone(team.zone)
    occasion = Occasion(db, team, due, local, house, calendar_of(db, house.gazettes, team))
    found = summary(occasion)
    if not digests.freshen(db, digest, found.mark) or found.mark == digest.content_mark:
        return 0
    if message is None or not message[1]:
        return 0
    # As if it were being made now: whether it had been caught up with is of no interest any more.
    fresh = Occasion(db, team, local, local, house, occasion.calendar)
    content = fitting(digest_card(fresh, found, is_update=True)).dumps()
    patch = Outgoing(team.chat_id, Verb.PATCH, content, target=message[1], about="weekly_digest")
    return int(outbox.enqueue(db, patch, now) is not None)
