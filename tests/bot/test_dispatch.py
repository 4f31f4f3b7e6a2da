"""One delivery, one transaction, one answer: again and again the same, and nothing lost to a bug or a lost database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.deliveries import Mention, Pressed, Said
from bot.dispatch import Answer
from bot.errors import Refusal
from bot.feishu.events import read_event
from bot.text import Text
from sales.breaches import NotFound
from storage import facts, inbox, people
from storage.engine import open_writer
from storage.uow import UnavailableError
from tests.desk import HELLO, SECRET, Desk, Keep, blunder, desk, fail, press, retry, toast, unchanged_logging
from tests.seeds import NOW, at_once, memory, team_of
from tests.wire_bodies import event

__all__ = ["desk", "memory"]


def test_an_event_that_comes_five_times_is_answered_once(desk: Desk) -> None:
    answers = [desk.handle(HELLO) for _ in range(5)]
    assert [each.outcome for each in answers] == ["answered"] + ["replayed"] * 4
    assert {each.body for each in answers} == {"{}"}
    assert desk.kept() == ["it"]


def test_an_event_that_comes_sixteen_times_at_once_is_answered_once(desk: Desk) -> None:
    answers = at_once(16, lambda _: desk.handle(press("e1")))
    assert {each.body for each in answers if isinstance(each, Answer)} == {answers[0].body}  # type: ignore[union-attr]
    assert sorted(each.outcome for each in answers if isinstance(each, Answer)) == ["answered"] + ["replayed"] * 15
    assert desk.kept() == ["华宁"]


def test_a_double_click_is_one_act_with_one_answer(desk: Desk) -> None:
    answers = at_once(16, lambda n: desk.handle(press(f"e{n}")))
    assert {each.body for each in answers if isinstance(each, Answer)} == {answers[0].body}  # type: ignore[union-attr]
    assert desk.kept() == ["华宁"]
    assert desk.db.read(lambda db: db.scalar(text("SELECT count(*) FROM inbox"))) == 1


def test_a_message_repeated_under_a_new_event_id_is_the_same_message(desk: Desk) -> None:
    first, again = (read_event(event(event_id=event_id), NOW) for event_id in ("e1", "e2"))
    assert first is not None
    assert again is not None
    assert (desk.handle(first).outcome, desk.handle(again).outcome) == ("answered", "replayed")


def test_the_same_card_with_something_else_gets_the_first_answer_and_is_told(desk: Desk) -> None:
    first = desk.handle(press("e1"))
    second = desk.handle(press("e2", "别的"))
    assert second.outcome == "replayed"
    assert toast(second)["type"] == "warning"
    assert "not saved" in toast(second)["i18n"]["en_us"]
    assert toast(first)["content"] == "已记 华宁"
    assert desk.kept() == ["华宁"]


def test_another_card_or_another_person_is_another_act(desk: Desk) -> None:
    for delivery in (press("e1"), press("e2", "二", card="other"), press("e3", "三", by="ou_han", to="")):
        assert desk.handle(delivery).outcome == "answered"
    assert desk.kept() == ["华宁", "二", "三"]


def test_a_refusal_is_not_remembered_for_the_form(desk: Desk) -> None:
    no = desk.handle(press("e1", "长" * 41))
    assert (no.outcome, toast(no)["type"]) == ("refused", "warning")
    assert "什么：最多 40 个字，现在有 41 个" in toast(no)["content"]
    assert desk.handle(press("e2", "短")).outcome == "answered"
    assert desk.kept() == ["短"]


def test_a_refused_event_that_comes_again_is_refused_alike(desk: Desk) -> None:
    first, again = (desk.handle(press("e1", "长" * 41)) for _ in "ab")
    assert (first.body, again.outcome) == (again.body, "replayed")


@pytest.mark.parametrize("no", [Refusal(Text("不行", "No way")), NotFound("V-9")])
def test_what_a_handler_did_before_its_no_is_undone(desk: Desk, no: Exception) -> None:
    def refuse(_: str) -> None:
        raise no

    desk.feature.does = refuse
    assert desk.handle(press("e1")).outcome == "refused"
    assert desk.handle(HELLO).outcome == "refused"
    assert desk.kept() == []
    assert len(desk.queued()) == 1


def test_a_card_for_somebody_else_is_refused(desk: Desk) -> None:
    answer = desk.handle(press("e1", by="ou_han"))
    assert (answer.outcome, desk.kept()) == ("refused", [])
    assert "made for somebody else" in toast(answer)["i18n"]["en_us"]


def test_a_press_without_a_person_gets_words(desk: Desk) -> None:
    answer = desk.handle(press("e1", by="", to=""))
    assert (answer.outcome, toast(answer)["type"], desk.kept()) == ("refused", "warning", [])


@pytest.mark.parametrize(
    "value", [{}, {"do": "desk.Keep"}, Keep().stamp() | {"v": 0}, Keep().stamp() | {"do": "desk.Gone"}]
)
def test_a_button_of_an_older_card_gets_words(desk: Desk, value: dict[str, object]) -> None:
    answer = desk.handle(Pressed("e1", NOW, "ou_li", "oc_direct", "om_card", value, {}))
    assert (answer.outcome, desk.kept()) == ("refused", [])
    assert "older version" in toast(answer)["i18n"]["en_us"]


def test_a_stranger_is_told_how_to_join(desk: Desk) -> None:
    assert desk.handle(replace(HELLO, open_id="ou_stranger")).outcome == "refused"
    assert "不认识你" in desk.queued()[0]
    assert desk.queued("lane") == ["ou_stranger"]


def test_a_bug_is_told_with_a_reference_and_the_delivery_is_kept(desk: Desk) -> None:
    answer, ref = fail(desk)
    assert (answer.outcome, toast(answer)["type"], desk.kept()) == ("failed", "error", [])
    assert ref in toast(answer)["content"]
    assert set(ref) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    failure = desk.db.read(inbox.failures)[0]
    assert (failure.kind, failure.error) == (
        "Pressed:desk.Keep",
        f"LookupError in blunder:{blunder.__code__.co_firstlineno + 1}",
    )
    assert SECRET in failure.delivery


def test_the_admins_hear_of_it_without_a_persons_words(desk: Desk) -> None:
    _, ref = fail(desk)
    assert desk.queued("lane") == ["ou_admin"]
    assert ref in desk.queued()[0]
    assert SECRET not in desk.queued()[0]


def test_the_log_line_of_a_bug_holds_no_words_of_a_person(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    from bot.logs import set_up  # noqa: PLC0415 - it takes over the logging of this process

    with unchanged_logging():
        set_up("INFO")
        _, ref = fail(desk)
    out = "".join(capfd.readouterr())
    assert ref in out
    assert "LookupError" in out
    assert SECRET not in out


def test_a_failed_event_that_comes_again_gets_the_same_reference(desk: Desk) -> None:
    desk.feature.does = blunder
    first, again = (desk.handle(press("e1")) for _ in "ab")
    assert (first.body, again.outcome) == (again.body, "replayed")
    assert len(desk.db.read(inbox.failures)) == 1


def test_a_retry_keeps_what_was_typed_and_changes_the_card_where_it_stands(desk: Desk) -> None:
    _, ref = fail(desk)
    desk.feature.does = lambda _said: None
    assert retry(desk, ref) == "answered"
    assert desk.kept() == [SECRET]
    assert desk.db.read(inbox.failures) == []
    assert desk.queued("lane")[-1] == "ou_li"
    assert desk.handle(press("e7", SECRET)).outcome == "replayed"


def test_a_retry_of_what_still_fails_keeps_it(desk: Desk) -> None:
    _, ref = fail(desk)
    with pytest.raises(LookupError):
        retry(desk, ref)
    assert [failure.ref for failure in desk.db.read(inbox.failures)] == [ref]


def test_a_retry_that_is_refused_says_so(desk: Desk) -> None:
    _, ref = fail(desk)

    def refuse(_: str) -> None:
        raise NotFound(ref)

    desk.feature.does = refuse
    assert retry(desk, ref) == "refused"
    assert desk.kept() == []
    assert ref in desk.queued()[-1]


def test_a_retry_after_the_person_sent_the_form_again_keeps_one_row(desk: Desk) -> None:
    _, ref = fail(desk)
    desk.feature.does = lambda _said: None
    assert desk.handle(press("e2", "再来一次")).outcome == "answered"
    assert retry(desk, ref) == "answered"
    assert desk.kept() == ["再来一次"]
    assert desk.db.read(inbox.failures) == []


def test_a_bug_in_drawing_a_refused_form_again_is_kept_like_any_other(desk: Desk) -> None:
    desk.feature.redraws = blunder
    answer = desk.handle(press("e1", "长" * 41))
    assert (answer.outcome, toast(answer)["type"]) == ("failed", "error")
    assert len(desk.db.read(inbox.failures)) == 1


@contextmanager
def database_busy(url: str) -> Iterator[None]:
    """Somebody else holds what every delivery needs."""
    engine = open_writer(url)
    with engine.connect() as db, db.begin() as transaction:
        if url.startswith("postgresql"):
            db.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield
        transaction.rollback()
    engine.dispose()


def test_without_a_database_an_event_must_come_again_and_a_press_gets_words(
    desk: Desk, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dispatch.PATIENCE", 0.2)
    with database_busy(db_url):
        with pytest.raises(UnavailableError):
            desk.handle(HELLO)
        answer = desk.handle(press("e1"))
    assert (answer.outcome, toast(answer)["type"]) == ("unavailable", "warning")
    for again in (HELLO, press("e2")):  # the first try may yet have been kept, after its asker had gone
        assert desk.handle(again).outcome in {"answered", "replayed"}
    assert sorted(desk.kept()) == ["it", "华宁"]


def in_group(*mentions: Mention) -> Said:
    return replace(HELLO, chat_id="oc_east", is_direct=False, text="@_user_1 keep it", mentions=mentions)


def test_what_people_say_among_themselves_leaves_no_trace(desk: Desk) -> None:
    for delivery in (in_group(), in_group(Mention("@_user_1", "ou_han", "韩梅梅", is_bot=False))):
        assert desk.handle(delivery) == Answer("{}", "ignored")
    assert desk.db.read(lambda db: db.scalar(text("SELECT count(*) FROM inbox"))) == 0


def test_only_the_bot_itself_is_meant_once_it_knows_who_it_is(desk: Desk) -> None:
    desk.db.write(lambda db: facts.put(db, "bot_open_id", "ou_bot"))
    other, own = (Mention("@_user_1", who, "助手", is_bot=True) for who in ("ou_other_bot", "ou_bot"))
    assert desk.handle(in_group(other)).outcome == "ignored"
    assert desk.handle(in_group(own)).outcome == "answered"
    assert desk.kept() == ["it"]


def test_a_person_acts_for_the_team_in_whose_group_it_happens(desk: Desk) -> None:
    desk.db.write(lambda db: people.close_team(db, team_of(db).chat_id, NOW))
    assert desk.handle(HELLO).outcome == "refused"
