"""为什么: a rep reads the rule, the calendar's row, the leave and the outage behind each thing they were asked for."""

from collections.abc import Callable

import pytest

from sales.obligations import VISIT
from storage import calendars, ledger, outages, people
from storage.engine import Connection
from storage.explanations import BY_HAND
from storage.reminders import take_step
from tests.handlers.duties import Owing, owing
from tests.installation import Installation
from tests.seasons import PM, at
from tests.seen import read

__all__ = ["owing"]


def why(owing: Owing, words: str = "为什么", lang: str = "zh") -> str:
    """What the first rep reads."""
    return read(owing.house.say(owing.squad.reps[0], words), lang)


def first_on(clock: str, lite: Installation) -> Owing:
    """A team that owes since before a moment of 2026 at which the clock stands."""
    owing = Owing(lite)
    lite.clock.set(at(clock))
    owing.reckon()
    return owing


@pytest.mark.parametrize("words", ["为什么", "为什么 催我", "why", "wsm", "为什么？"])
def test_each_block_has_the_rule_the_calendar_and_the_leave(owing: Owing, words: str) -> None:
    if words.endswith("？"):
        words = "为什么 ？"
    said = why(owing, words)
    for part in (
        "周报 2026-W10 · 待交",
        "每周一份，当周周一至周五的最后一个工作日 18:00 前交",
        "3月6日 18:00",
        "3月6日 周五：工作日，依据：按周一至周五推算",
        "没有计入请假",
        "还没有提醒过",
        "日历版本 ",
    ):
        assert part in said
    version = owing.due(owing.squad.reps[0]).calendar_version
    assert version in said


def test_it_reads_in_english(owing: Owing) -> None:
    said = why(owing, lang="en")
    for part in (
        "Weekly report 2026-W10 · to be sent",
        "one a week, by 18:00 on the last working day from Monday to Friday",
        "Fri 6 Mar: a working day, by the rule of Monday to Friday",
        "none counted",
    ):
        assert part in said


def test_a_holiday_on_friday_is_named_as_the_reason_for_thursday(lite: Installation) -> None:
    owing = first_on("06-15 09:00", lite)
    said = why(owing)
    assert "6月18日 周四：工作日" in said
    assert "6月19日 周五：放假，端午节，依据：国家放假通知" in said
    assert "Fri 19 Jun: a holiday, Dragon Boat Festival, by the state's notice" in why(owing, lang="en")


def test_the_monthly_rule_and_a_holiday_between(lite: Installation) -> None:
    """April's report is due on the second working day of May, after the holidays."""
    owing = first_on("04-05 09:00", lite)
    lite.clock.set(at("05-06 10:00"))
    said = why(owing)
    assert "月报 2026-04 · 待交" in said
    assert "每月一份，次月第 2 个工作日 " in said
    assert "5月7日 周四：工作日" in said


def test_leave_that_moved_the_due_moment_is_named(owing: Owing) -> None:
    owing.away(owing.squad.reps[0], "03-06", first_half=PM)
    owing.go("03-04 10:00")
    said = why(owing)
    assert "3月9日 12:00（原为 3月6日 18:00）" in said
    assert "3月6日 周五 下午，截止顺延到上班后的中午" in said
    assert "家里有事" not in said
    assert "Fri 6 Mar afternoon: due at noon once you are back" in why(owing, lang="en")


def test_leave_that_excused_is_named_when_nothing_is_open(owing: Owing) -> None:
    owing.away(owing.squad.reps[0], "03-02", "03-06")
    said = why(owing)
    assert "你现在没有要交的报告。最近一份是：" in said
    assert "周报 2026-W10 · 免交（请假）" in said
    assert "3月2日 周一 至 3月6日 周五，占了一半以上，免交" in said


def test_an_outage_is_told_with_its_span(owing: Owing) -> None:
    owing.house.clock.set(at("03-06 17:50"))
    owing.write(lambda db: outages.sign(db, at("03-06 17:10")))
    owing.write(lambda db: outages.come_back(db, at("03-06 17:50")))
    owing.reckon()
    said = why(owing)
    assert "3月6日 18:40（原为 3月6日 18:00）" in said
    assert "3月6日 17:10–17:50 停机，截止顺延到 3月6日 18:40" in said
    assert "down 6 Mar 17:10–17:50, so it is due 6 Mar 18:40" in why(owing, lang="en")


def test_a_ruling_of_the_company_is_named(owing: Owing) -> None:
    def rule(db: Connection) -> None:
        boss, _ = people.find_person(db, owing.squad.manager.open_id)
        assert boss is not None
        day = at("03-06 00:00").date()
        calendars.rule(db, None, day, "Annual outing", boss.id, owing.house.clock.now(), works=False)

    owing.write(rule)
    owing.reckon()
    said = why(owing)
    assert "3月5日 18:00" in said
    assert "3月6日 周五：放假，Annual outing，依据：公司规定" in said


def test_provisional_days_say_so(lite: Installation) -> None:
    """The last week of 2026 ends in a year whose notice is not out; its due day itself is known."""
    owing = first_on("12-21 09:00", lite)
    lite.clock.set(at("12-30 09:00"))
    said = why(owing)
    assert "周报 2026-W53 · 待交" in said
    assert "1月1日" in said
    assert "暂定（当年放假安排还没公布，不算缺交）" in said


def reminded(owing: Owing, clock: str, step: str) -> Callable[[Connection], bool]:
    owed = owing.due(owing.squad.reps[0])
    return lambda db: take_step(db, owed.id, step, at(clock))


def test_reminders_are_told_with_their_moments(owing: Owing) -> None:
    assert owing.write(reminded(owing, "03-06 15:00", "nudge"))
    assert not owing.write(reminded(owing, "03-06 15:01", "nudge"))
    assert owing.write(reminded(owing, "03-06 16:00", f"{BY_HAND}2026-03-06"))
    owing.go("03-06 17:00")
    assert "3月6日 15:00、3月6日 16:00（经理）" in why(owing)


def test_what_was_reminded_of_lately_is_explained_even_when_it_was_sent(owing: Owing) -> None:
    owing.write(reminded(owing, "03-06 15:00", "nudge"))
    owing.sends(owing.squad.reps[0], "03-06 15:30")
    owing.go("03-06 16:00")
    assert "周报 2026-W10 · 按时提交" in why(owing)
    owing.go("03-30 10:00")
    assert "周报 2026-W10" not in why(owing)


def test_a_visits_report_goes_by_its_own_rule(owing: Owing) -> None:
    def plan(db: Connection) -> None:
        rep, _ = people.find_person(db, owing.squad.reps[0].open_id)
        assert rep is not None
        team = owing.team(db)
        calendar = calendars.calendar_of(db, owing.house.app.house.gazettes, team)
        ledger.owe_visit(db, team, rep, "P-7", at("03-02 00:00").date(), calendar)

    owing.write(plan)
    assert owing.due(owing.squad.reps[0], "P-7", VISIT).due_at == at("03-03 12:00")
    said = why(owing)
    assert "拜访报告 P-7 · 待交" in said
    assert "每次拜访一份，下一个上班的上午 12:00 前交" in said


def test_four_are_explained_and_not_more(owing: Owing) -> None:
    def plan(db: Connection) -> None:
        rep, _ = people.find_person(db, owing.squad.reps[0].open_id)
        assert rep is not None
        team = owing.team(db)
        calendar = calendars.calendar_of(db, owing.house.app.house.gazettes, team)
        for n in range(6):
            ledger.owe_visit(db, team, rep, f"P-{n}", at("03-02 00:00").date(), calendar)

    owing.write(plan)
    assert why(owing).count("日历版本 ") == 4


def test_who_owes_nothing_is_told_so(owing: Owing) -> None:
    said = read(owing.house.say(owing.squad.manager, "为什么"))
    assert "你现在没有要交的报告。" in said
    assert "最近一份" not in said


def test_in_a_group_it_is_told_in_private(owing: Owing) -> None:
    rep = owing.squad.reps[0]
    public = read(owing.house.say_in(owing.squad.chat, rep, "为什么"))
    assert "名单只发给你本人" in public
    assert "2026-W10" not in public
    assert "周报 2026-W10 · 待交" in read(owing.house.answer(rep))
