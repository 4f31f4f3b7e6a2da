"""Weekly, monthly and other reports: the draft, what was handed in, its earlier versions, and the review.

`edition` goes up with everything the rep changes, `version` with every submission: who writes says which edition they
saw, and a review is of one version.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, insert, select, update

from sales.records import dataclass
from sales.reports import Fact, Looked, Stage, Verdict, Wording, fact_of
from storage.audit import note
from storage.engine import AnyRow, Connection, UTCDateTime, insert_into, metadata
from storage.people import Person, memberships, people, teams

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("type", String(32), nullable=False),
    Column("period", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("needs_help", Text, nullable=False),
    Column("next_plan", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("draft", JSON(none_as_null=True)),
    Column("edition", Integer, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("allowed_until", UTCDateTime),
    Column("saved_at", UTCDateTime, nullable=False),
    Column("submitted_at", UTCDateTime),
    Column("verdict", String(16), nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewed_by", ForeignKey("people.id")),
    Column("reviewed_at", UTCDateTime),
    Index(None, "rep_id", "type", "period", unique=True),
    Index(None, "team_id", "type", "period"),
    Index(None, "team_id", "submitted_at"),
    sqlite_autoincrement=True,
)
"""One row for each rep, type and period.

The four texts and `facts` are what was handed in last; `draft` is what is written but not handed in. `reason` says why
this version replaced the one before; `allowed_until` that a manager lets a report come that is long past.
"""

report_versions = Table(
    "report_versions",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("submitted_at", UTCDateTime, nullable=False),
    Column("replaced_at", UTCDateTime, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewed_by", ForeignKey("people.id")),
    Column("reviewed_at", UTCDateTime),
)
"""What a report said before it was changed or taken back, with its facts, its review and why it was written."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was said of a report, by whom (their name and id), and when."""

    verdict: Verdict
    comment: str
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `wording` and `facts` are empty until it is handed in; `draft` is None when nothing is unsent."""

    id: int
    team_id: int
    rep: Person
    type: str
    period: str
    stage: Stage
    version: int
    edition: int
    wording: Wording
    facts: tuple[Fact, ...]
    draft: Wording | None
    reason: str
    allowed_until: datetime | None
    saved_at: datetime
    submitted_at: datetime | None
    review: Review | None

    @property
    def is_submitted(self) -> bool:
        """Whether it stands as handed in."""
        return self.stage is Stage.SUBMITTED

    @property
    def written(self) -> Wording:
        """What the rep wrote last, handed in or not: what a form goes on with."""
        return self.draft or self.wording


_reviewers = people.alias("reviewers")
_reports = (
    select(reports, people.c.open_id, people.c.name, _reviewers.c.name.label("reviewer"))
    .join(people, people.c.id == reports.c.rep_id)
    .outerjoin(_reviewers, _reviewers.c.id == reports.c.reviewed_by)
)
_UNREVIEWED: dict[str, Any] = {"verdict": "", "comment": "", "reviewed_by": None, "reviewed_at": None}
_BLANK: dict[str, Any] = {
    "state": Stage.DRAFT.value, "version": 0, "edition": 0, "facts": [], "reason": "",
    **asdict(Wording()), **_UNREVIEWED,
}  # fmt: skip


def find_report(db: Connection, rep_id: int, type_name: str, period: str) -> Report | None:
    """The report of a rep for a period, drafts too; None when nobody has begun one."""
    of_period = (reports.c.rep_id == rep_id) & (reports.c.type == type_name) & (reports.c.period == period)
    row = db.execute(_reports.where(of_period)).one_or_none()
    return _report(row) if row else None


def latest_report(db: Connection, rep_id: int, type_name: str) -> Report | None:
    """The report of the latest period that a rep has handed in; None when there is none."""
    handed_in = (reports.c.rep_id == rep_id) & (reports.c.type == type_name) & (reports.c.state == Stage.SUBMITTED)
    row = db.execute(_reports.where(handed_in).order_by(reports.c.period.desc()).limit(1)).one_or_none()
    return _report(row) if row else None


def find_by_id(db: Connection, report_id: int) -> Report | None:
    """A report by its id."""
    row = db.execute(_reports.where(reports.c.id == report_id)).one_or_none()
    return _report(row) if row else None


def hold_report(db: Connection, report_id: int) -> Report | None:
    """The same, held until the commit: whoever else wants to change it waits. For a write only."""
    row = db.execute(_reports.where(reports.c.id == report_id).with_for_update(of=reports)).one_or_none()
    return _report(row) if row else None


def open_report(db: Connection, rep: Person, team_id: int, type_name: str, period: str, at: datetime) -> Report:
    """The report of a rep for a period, begun now if need be, held until the commit."""
    key = {"team_id": team_id, "rep_id": rep.id, "type": type_name, "period": period}
    row = insert_into(db, reports).values(**key, **_BLANK, saved_at=at)
    db.execute(row.on_conflict_do_nothing(index_elements=["rep_id", "type", "period"]))
    mine = (reports.c.rep_id == rep.id) & (reports.c.type == type_name) & (reports.c.period == period)
    return _report(db.execute(_reports.where(mine).with_for_update(of=reports)).one())


def save_draft(db: Connection, report: Report, wording: Wording, at: datetime) -> Report:
    """Keep what is written so far; what was handed in before stands beside it."""
    return _rewritten(db, report, draft=asdict(wording), saved_at=at)


def submit(
    db: Connection, report: Report, wording: Wording, facts: Sequence[Fact], at: datetime, reason: str = ""
) -> Report:
    """Hand a report in as of `at` (when it was sent); the version that stood before is kept, with its review."""
    if report.is_submitted:
        _keep_version(db, report, at)
    return _rewritten(
        db,
        report,
        **asdict(wording),
        **_UNREVIEWED,
        facts=[fact.as_json() for fact in facts],
        draft=None,
        state=Stage.SUBMITTED.value,
        version=report.version + 1,
        reason=reason,
        submitted_at=at,
        saved_at=at,
    )


def withdraw(db: Connection, report: Report, at: datetime) -> Report:
    """Take a report back; what it said becomes the draft, and the version is kept."""
    _keep_version(db, report, at)
    note(db, at, report.rep.id, "withdraw", _subject(report), {"version": report.version})
    blank = asdict(Wording()) | _UNREVIEWED | {"facts": [], "submitted_at": None}
    return _rewritten(db, report, **blank, draft=asdict(report.written), state=Stage.WITHDRAWN.value, saved_at=at)


def review(db: Connection, report: Report, verdict: Verdict, comment: str, by: Person, at: datetime) -> Report:
    """Keep what a manager says of the version in force; an earlier word of theirs goes to the audit."""
    before = {"verdict": report.review.verdict, "comment": report.review.comment} if report.review else {}
    note(db, at, by.id, "review", _subject(report), before)
    said = {"verdict": verdict.value, "comment": comment, "reviewed_by": by.id}
    return _changed(db, report, **said, reviewed_at=report.review.at if report.review else at)


def allow(db: Connection, report: Report, by: Person, until: datetime, at: datetime) -> Report:
    """Let a report that is long past come until an instant, by a manager's word."""
    note(db, at, by.id, "allow", _subject(report), {"until": until.isoformat()})
    return _changed(db, report, allowed_until=until)


def awaiting_review(db: Connection, team_ids: Collection[int], but: int, most: int) -> list[Report]:
    """Reports of these teams that nobody has reviewed, the oldest first; those of the person `but` are left out."""
    open_ones = reports.c.team_id.in_(team_ids) & (reports.c.state == Stage.SUBMITTED) & (reports.c.verdict == "")
    found = _reports.where(open_ones, reports.c.rep_id != but).order_by(reports.c.submitted_at, reports.c.id)
    return [_report(row) for row in db.execute(found.limit(most))]


def looked_at(db: Connection, team_ids: Collection[int], but: int, since: datetime) -> list[Looked]:
    """What was handed in to these teams' managers from an instant on: versions in force, and reviewed older ones."""
    mine = reports.c.team_id.in_(team_ids) & (reports.c.rep_id != but)
    in_force = select(reports.c.submitted_at, reports.c.reviewed_at).where(
        mine, reports.c.submitted_at >= since, reports.c.state == Stage.SUBMITTED
    )
    older = (
        select(report_versions.c.submitted_at, report_versions.c.reviewed_at)
        .join(reports, reports.c.id == report_versions.c.report_id)
        .where(mine, report_versions.c.submitted_at >= since, report_versions.c.verdict != "")
    )
    rows = [*db.execute(in_force), *db.execute(older)]
    return [Looked(row.submitted_at, row.reviewed_at) for row in rows]


def members_ever(db: Connection, team_ids: Collection[int]) -> list[tuple[Person, str]]:
    """Everybody who is or was in one of these teams, with the team's name; who left may still be asked about."""
    known = select(people.c.id, people.c.open_id, people.c.name, teams.c.name.label("team"))
    seated = known.join(memberships, memberships.c.person_id == people.c.id).join(teams)
    rows = db.execute(seated.where(teams.c.id.in_(team_ids)).order_by(people.c.id, teams.c.id))
    return [(Person(row.id, row.open_id, row.name), row.team) for row in rows]


def _keep_version(db: Connection, report: Report, at: datetime) -> None:
    row = db.execute(select(reports).where(reports.c.id == report.id)).one()
    content = asdict(report.wording) | {"facts": row.facts}
    kept = {name: getattr(row, name) for name in ("reason", "submitted_at", *_UNREVIEWED)}
    key = {"report_id": report.id, "version": report.version, "content": content, "replaced_at": at}
    db.execute(insert(report_versions), key | kept)


def _rewritten(db: Connection, report: Report, **values: Any) -> Report:
    """The same after a change by the rep."""
    return _changed(db, report, **values, edition=report.edition + 1)


def _changed(db: Connection, report: Report, **values: Any) -> Report:
    db.execute(update(reports).where(reports.c.id == report.id).values(**values))
    return _report(db.execute(_reports.where(reports.c.id == report.id)).one())


def _subject(report: Report) -> str:
    return f"R-{report.id}"


def _report(row: AnyRow) -> Report:
    wording = Wording(row.summary, row.problems, row.needs_help, row.next_plan)
    return Report(
        row.id,
        row.team_id,
        Person(row.rep_id, row.open_id, row.name),
        row.type,
        row.period,
        Stage(row.state),
        row.version,
        row.edition,
        wording,
        tuple(map(fact_of, row.facts)),
        Wording.of(row.draft) if row.draft else None,
        row.reason,
        row.allowed_until,
        row.saved_at,
        row.submitted_at,
        _review(row),
    )


def _review(row: AnyRow) -> Review | None:
    return (
        Review(Verdict(row.verdict), row.comment, row.reviewer, row.reviewed_by, row.reviewed_at)
        if row.verdict
        else None
    )
