"""Reports as rows: drafts beside what is handed in, versions that are kept, and who may be asked about."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from sales.reports import Fact, FactKind, Looked, Stage, Verdict, Wording
from storage import people, reports
from storage.engine import Connection
from storage.reports import Report
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, found, memory, person, team_of

__all__ = ["memory"]

DAY = timedelta(days=1)
FIRST = Wording("第一版", "缺料", "", "跑三家")
SECOND = Wording("第二版", "", "", "")
FACTS = [Fact("V-1", FactKind.VISIT, TODAY, "华宁精密", "同意试用")]


@pytest.fixture
def team(memory: UnitOfWork) -> UnitOfWork:
    memory.write(found)
    return memory


def begin(db: Connection, period: str = "2026-W10", who: str = "ou_li") -> Report:
    return reports.open_report(db, person(db, who), team_of(db).id, "weekly", period, NOW)


def handed_in(db: Connection, period: str = "2026-W10", who: str = "ou_li") -> Report:
    return reports.submit(db, begin(db, period, who), FIRST, FACTS, NOW)


def test_a_report_is_begun_once(team: UnitOfWork) -> None:
    first, second = team.write(begin), team.write(begin)
    assert first == second
    assert (first.stage, first.version, first.edition, first.draft) == (Stage.DRAFT, 0, 0, None)
    assert first.written.is_blank


def test_beginning_at_once_makes_one_row(team: UnitOfWork) -> None:
    outcomes = at_once(4, lambda _: team.write(begin))
    assert len({outcome.id for outcome in outcomes if isinstance(outcome, Report)}) == 1
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_a_draft_is_kept_and_raises_the_edition(team: UnitOfWork) -> None:
    saved = team.write(lambda db: reports.save_draft(db, begin(db), FIRST, NOW))
    assert (saved.draft, saved.written, saved.edition) == (FIRST, FIRST, 1)
    assert not saved.is_submitted
    assert team.read(lambda db: reports.find_by_id(db, saved.id)) == saved


def test_what_is_handed_in_keeps_its_facts(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    assert (report.wording, report.facts, report.draft) == (FIRST, tuple(FACTS), None)
    assert (report.version, report.submitted_at) == (1, NOW)
    found_again = team.read(lambda db: reports.find_report(db, report.rep.id, "weekly", "2026-W10"))
    assert found_again == report


def test_a_draft_of_the_next_version_leaves_the_one_handed_in_alone(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    saved = team.write(lambda db: reports.save_draft(db, report, SECOND, NOW))
    assert (saved.wording, saved.draft, saved.written) == (FIRST, SECOND, SECOND)
    assert saved.is_submitted


def test_a_new_version_keeps_the_old_one_with_its_review(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    team.write(lambda db: reports.review(db, report, Verdict.MORE, "写细些", person(db, "ou_boss"), NOW))
    again = team.write(lambda db: reports.submit(db, _held(db, report), SECOND, [], NOW + DAY, "数字写错了"))
    assert (again.version, again.wording, again.review, again.reason) == (2, SECOND, None, "数字写错了")
    rows = team.read(lambda db: db.execute(text("select version, verdict, comment from report_versions")).all())
    assert [tuple(row) for row in rows] == [(1, "more", "写细些")]
    content = team.read(lambda db: db.execute(reports.report_versions.select()).one().content)
    assert content["summary"] == "第一版"
    assert content["facts"][0]["id"] == "V-1"


def _held(db: Connection, report: Report) -> Report:
    held = reports.hold_report(db, report.id)
    assert held is not None
    return held


def test_a_withdrawn_report_is_a_draft_again_and_its_version_is_kept(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    back = team.write(lambda db: reports.withdraw(db, report, NOW))
    assert (back.stage, back.draft, back.submitted_at, back.facts) == (Stage.WITHDRAWN, FIRST, None, ())
    again = team.write(lambda db: reports.submit(db, back, SECOND, FACTS, NOW + DAY))
    assert (again.version, again.stage) == (2, Stage.SUBMITTED)
    assert team.read(lambda db: db.scalars(text("select version from report_versions")).all()) == [1]
    assert team.read(lambda db: db.scalars(text("select verb from audit")).all()) == ["withdraw"]


def test_a_review_does_not_raise_the_edition_that_the_rep_saw(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    reviewed = team.write(lambda db: reports.review(db, report, Verdict.READ, "", person(db, "ou_boss"), NOW))
    assert reviewed.edition == report.edition
    assert reviewed.review is not None
    assert (reviewed.review.by, reviewed.review.verdict) == ("王经理", Verdict.READ)


def test_a_changed_review_keeps_the_time_of_the_first(team: UnitOfWork) -> None:
    report = team.write(handed_in)
    boss = team.read(lambda db: person(db, "ou_boss"))
    first = team.write(lambda db: reports.review(db, report, Verdict.READ, "", boss, NOW))
    second = team.write(lambda db: reports.review(db, first, Verdict.EXCELLENT, "好", boss, NOW + DAY))
    assert second.review is not None
    assert (second.review.verdict, second.review.at) == (Verdict.EXCELLENT, NOW)


def test_a_manager_lets_a_report_come(team: UnitOfWork) -> None:
    until = NOW + 7 * DAY
    allowed = team.write(lambda db: reports.allow(db, begin(db), person(db, "ou_boss"), until, NOW))
    assert (allowed.allowed_until, allowed.edition) == (until, 0)


def test_what_awaits_review_comes_oldest_first_without_ones_own(team: UnitOfWork) -> None:
    def file_some(db: Connection) -> int:
        for who, days in (("ou_han", 1), ("ou_li", 0), ("ou_boss", 2)):
            reports.submit(db, begin(db, who=who), FIRST, [], NOW + days * DAY)
        reports.review(db, handed_in(db, "2026-W09"), Verdict.READ, "", person(db, "ou_boss"), NOW)
        reports.save_draft(db, begin(db, "2026-W11"), FIRST, NOW)
        return team_of(db).id

    team_id = team.write(file_some)
    boss = team.read(lambda db: person(db, "ou_boss")).id
    waiting = team.read(lambda db: reports.awaiting_review(db, [team_id], boss, 10))
    assert [report.rep.name for report in waiting] == ["李雷", "韩梅梅"]
    assert team.read(lambda db: len(reports.awaiting_review(db, [team_id], boss, 1))) == 1
    assert team.read(lambda db: reports.awaiting_review(db, [team_id + 1], boss, 10)) == []


def test_the_review_rate_sees_reviewed_older_versions_and_those_in_force(team: UnitOfWork) -> None:
    def change_twice(db: Connection) -> None:
        first = reports.review(db, handed_in(db), Verdict.MORE, "写细些", person(db, "ou_boss"), NOW)
        second = reports.submit(db, first, SECOND, [], NOW + DAY)
        reports.submit(db, second, FIRST, [], NOW + 2 * DAY)

    team.write(change_twice)
    team_id = team.read(team_of).id
    looked = team.read(lambda db: reports.looked_at(db, [team_id], 0, NOW))
    assert sorted(looked, key=lambda each: each.submitted_at) == [Looked(NOW, NOW), Looked(NOW + 2 * DAY, None)]
    assert team.read(lambda db: reports.looked_at(db, [team_id], 0, NOW + 3 * DAY)) == []


def test_the_latest_report_is_of_the_latest_period_that_is_handed_in(team: UnitOfWork) -> None:
    for period in ("2026-W10", "2026-W08"):
        team.write(partial(handed_in, period=period))
    team.write(lambda db: reports.save_draft(db, begin(db, "2026-W11"), FIRST, NOW))
    rep = team.read(lambda db: person(db, "ou_li")).id
    latest = team.read(lambda db: reports.latest_report(db, rep, "weekly"))
    assert latest is not None
    assert latest.period == "2026-W10"
    assert team.read(lambda db: reports.latest_report(db, rep, "monthly")) is None


def test_who_left_a_team_may_still_be_asked_about(team: UnitOfWork) -> None:
    team.write(lambda db: people.unseat(db, team_of(db), ["ou_li"], NOW + DAY))
    team_id = team.read(team_of).id
    known = team.read(lambda db: reports.members_ever(db, [team_id]))
    assert {(one.name, name) for one, name in known} >= {("李雷", "华东一队"), ("王经理", "华东一队")}
    assert team.read(lambda db: reports.members_ever(db, [])) == []
