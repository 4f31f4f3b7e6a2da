"""The sentences for broken rules: every rule has one, in both languages, with its values in place."""

import inspect
from datetime import date, datetime

import pytest

from bot.text import Text
from bot.words import KINDS, broken, clock, day, span
from sales import breaches
from sales.breaches import FutureVisit, Locked, NotYours, RuleBroken, TeamHasManager, VisitTooOld
from sales.visits import Kind

DAY, MOMENT = date(2026, 3, 2), datetime(2026, 3, 4, 12, 5)  # noqa: DTZ001 - only shown
EVERY = [kind for kind in vars(breaches).values() if inspect.isclass(kind) and kind.__base__ is RuleBroken]


def example(kind: type[RuleBroken]) -> RuleBroken:
    values: dict[object, object] = {date: DAY, datetime: MOMENT, str: "V-7", int: 31}
    needed = inspect.get_annotations(kind)
    return kind(*(values[each] for name, each in needed.items() if name != "field"))


@pytest.mark.parametrize("kind", EVERY)
def test_every_broken_rule_has_its_sentence(kind: type[RuleBroken]) -> None:
    said = broken(example(kind))
    for half in (said.zh, said.en):
        assert "{" not in half
        assert half.endswith(("。", ".", "？", "?"))


def test_there_are_rules_at_all() -> None:
    assert len(EVERY) >= 14


def test_a_sentence_says_the_dates_as_people_do() -> None:
    assert "（3月2日 周一）" in broken(FutureVisit(DAY)).zh
    assert "(Mon 2 Mar)" in broken(FutureVisit(DAY)).en
    assert "back to Mon 2 Mar" in broken(VisitTooOld(DAY)).en
    assert "3月4日 12:05" in broken(Locked("V-7", MOMENT)).zh


@pytest.mark.parametrize("name", ["{manager}", "<at id=all></at>", "%s {0}", "王"])
def test_a_name_stands_in_the_sentence_as_it_is(name: str) -> None:
    assert name in broken(TeamHasManager("队", name)).zh


def test_a_breach_that_was_raised_reads_as_before() -> None:
    with pytest.raises(NotYours) as raised:
        raise NotYours(number := "V-7")
    raised.value.add_note("seen on the way")
    assert broken(raised.value) == broken(NotYours(number))


def test_a_breach_that_was_annotated_on_its_way_still_has_its_sentence() -> None:
    breach = NotYours("V-7")
    breach.add_note("")
    assert "V-7" in broken(breach).zh


@pytest.mark.parametrize(
    "first, end, said",
    [
        ("2026-03-02", "2026-03-03", Text("3月2日 周一", "Mon 2 Mar")),
        ("2026-02-27", "2026-03-02", Text("2月27日 周五 至 3月1日 周日", "Fri 27 Feb to Sun 1 Mar")),
        ("2025-12-31", "2026-01-02", Text("12月31日 周三 至 1月1日 周四", "Wed 31 Dec to Thu 1 Jan")),
    ],
)
def test_a_span_is_told_by_its_first_and_last_day(first: str, end: str, said: Text) -> None:
    assert span(date.fromisoformat(first), date.fromisoformat(end)) == said


def test_every_day_and_kind_has_its_word() -> None:
    assert [day(date(2026, 3, 2 + n)).zh[-2:] for n in range(7)] == [f"周{n}" for n in "一二三四五六日"]
    assert clock(MOMENT) == Text("3月4日 12:05", "4 Mar 12:05")
    assert set(KINDS) == set(Kind)
