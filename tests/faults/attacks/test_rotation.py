"""The secrets are changed while deliveries flow (FAULTS.md 29): old and new count until the overlap ends, then the new.

| case | test |
|---|---|
| 29 | every test here; the words of the settings: at the foot |
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config import ConfigError, Settings
from bot.credentials import Former, Until
from playground import HandClock
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.wire import Answered, Letter, Wire, decrypted, wire
from tests.installation import MONDAY, SHANGHAI, Installation, db_url
from tests.wire_bodies import challenge, compact, headers, sealed

__all__ = ["db_url", "decrypted"]
OLD_KEY, OLD_TOKEN = "the former encrypt key", "the former token"
END = datetime(2026, 3, 5, tzinfo=SHANGHAI)
BEFORE = timedelta(seconds=-1)


@contextmanager
def rotating(url: str, **told: Any) -> Iterator[Wire]:
    """An installation whose secrets were changed; `told` replaces what its settings say of the former ones."""

    class Changed(Installation):
        def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
            usual = super()._settings(url, team)
            former = {"previous_encrypt_key": OLD_KEY, "previous_verification_token": OLD_TOKEN}
            return usual | {"feishu": usual["feishu"] | former | {"previous_until": END} | told}

    made = Changed(url, HandClock(MONDAY))
    try:
        yield wire(made)
    finally:
        made.close()


def mixtures(over: Wire) -> dict[tuple[str, str, str], Answered]:
    """An event signed, encrypted and marked with every mixture of the old secrets and the new."""
    keys = {"old": OLD_KEY, "new": over.feishu.encrypt_key}
    tokens = {"old": OLD_TOKEN, "new": over.feishu.verification_token}
    answers = {}
    for signed, encrypted, marked in product(keys, keys, tokens):
        event = over.feishu.envelope("im.message.receive_v1", spoken(over.feishu))
        event["header"]["token"] = tokens[marked]
        body = sealed(compact(event), key=keys[encrypted])
        letter = Letter(body, tuple(headers(body, over.feishu.clock.now(), keys[signed]).items()))
        answers[signed, encrypted, marked] = over.post(letter)
    return answers


ONLY_NEW = {("new", "new", "new")}


def test_old_and_new_are_as_good_until_the_overlap_ends_and_the_old_is_nothing_afterwards(db_url: str) -> None:
    with rotating(db_url) as over:
        forged = over.post(Letter(b"", ()))
        over.feishu.clock.set(END + BEFORE)  # type: ignore[attr-defined]
        assert {answer.status for answer in mixtures(over).values()} == {200}
        over.feishu.clock.set(END)  # type: ignore[attr-defined]
        after = mixtures(over)
        assert {mixture for mixture, answer in after.items() if answer.status == 200} == ONLY_NEW
        assert {answer for mixture, answer in after.items() if mixture not in ONLY_NEW} == {forged}


def test_an_event_that_comes_again_under_the_new_key_is_the_same_event(sqlite_url: str) -> None:
    with rotating(sqlite_url) as over:
        event = over.feishu.envelope("im.message.receive_v1", spoken(over.feishu))
        for key, token in ((OLD_KEY, OLD_TOKEN), (over.feishu.encrypt_key, over.feishu.verification_token)):
            event["header"]["token"] = token
            assert over.post(over.letter(event, key)).status == 200
        metrics = counted(over)
        assert 'salesbot_answer_seconds_count{kind="Said",outcome="answered"} 1.0' in metrics
        assert 'salesbot_answer_seconds_count{kind="Said",outcome="replayed"} 1.0' in metrics


def counted(over: Wire) -> str:
    import requests  # noqa: PLC0415 - beside its only use

    return requests.get(f"http://{over.address}/metrics", timeout=10).text


@pytest.mark.parametrize("one", ["previous_encrypt_key", "previous_verification_token"])
def test_either_secret_may_be_changed_alone(sqlite_url: str, one: str) -> None:
    other = {"previous_encrypt_key", "previous_verification_token"} - {one}
    with rotating(sqlite_url, **dict.fromkeys(other, "")) as over:
        passed = {mixture for mixture, answer in mixtures(over).items() if answer.status == 200}
    unchanged = slice(2, 3) if one == "previous_encrypt_key" else slice(2)
    assert passed == {each for each in product(("old", "new"), repeat=3) if set(each[unchanged]) == {"new"}}


def test_the_console_may_ask_with_either_until_the_end(sqlite_url: str) -> None:
    with rotating(sqlite_url) as over:
        for moment, status in ((END + BEFORE, 200), (END, 401)):
            over.feishu.clock.set(moment)  # type: ignore[attr-defined]
            asked = compact(challenge(OLD_TOKEN))
            for body in (asked, sealed(asked, key=OLD_KEY), sealed(asked, key=over.feishu.encrypt_key)):
                assert over.post(Letter(body, ())).status == status
            new = sealed(compact(challenge(over.feishu.verification_token)), key=over.feishu.encrypt_key)
            assert over.post(Letter(new, ())).status == 200


def test_an_operators_order_may_be_signed_with_either_until_the_end(sqlite_url: str) -> None:
    with rotating(sqlite_url) as over:
        order = compact({"do": "push", "name": "none of ours"})
        for moment, status in ((END + BEFORE, 200), (END, 401)):
            over.feishu.clock.set(moment)  # type: ignore[attr-defined]
            assert over.post(over.signed(order, OLD_KEY), "/control").status == status
            assert over.post(over.signed(order), "/control").status == 200
        refused = over.post(over.signed(order, OLD_KEY), "/control")
        assert refused == over.post(Letter(b"", ()))


def test_what_neither_key_signed_is_not_decrypted_in_the_overlap_either(sqlite_url: str, decrypted: list[str]) -> None:
    with rotating(sqlite_url) as over:
        assert over.post(over.event("im.message.receive_v1", {}, "a third key")).status == 401
        assert decrypted == []


FEISHU = {"app_id": "cli_1", "app_secret": "s", "encrypt_key": "k", "verification_token": "t"}


def settings(**told: object) -> Settings:
    return Settings.of({"feishu": FEISHU | told})


@pytest.mark.parametrize(
    "told",
    [
        {"previous_encrypt_key": "hush"},
        {"previous_verification_token": "hush"},
        {"previous_until": date(2026, 3, 5)},
        {"previous_encrypt_key": "hush", "previous_until": datetime(2026, 3, 5)},  # noqa: DTZ001 - it is refused
        {"previous_encrypt_key": "hush", "previous_until": "2026-03-05T18:00:00"},
        {"previous_encrypt_key": "hush", "previous_until": "soon"},
        {"previous_encrypt_key": "hush", "previous_until": 7},
        {"previous_encrypt_key": " ", "previous_until": date(2026, 3, 5)},
        {"previous_encrypt_key": 7, "previous_until": date(2026, 3, 5)},
    ],
)
def test_a_former_secret_without_a_clear_end_is_refused_by_name(told: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"feishu\.previous_") as no:
        settings(**told)
    assert "hush" not in str(no.value)


@pytest.mark.parametrize(
    "until, end",
    [
        (date(2026, 3, 4), END),
        ("2026-03-04", END),
        (END, END),
        ("2026-03-04T16:00:00Z", END),
        (datetime(2026, 3, 4, 16, tzinfo=UTC), END),
    ],
)
def test_an_overlap_ends_at_a_moment_or_with_a_day_of_the_companys_clock(until: object, end: datetime) -> None:
    told = settings(previous_encrypt_key="hush", previous_until=until).feishu
    assert told.previous_until.instant(ZoneInfo("Asia/Shanghai")) == end
    assert "hush" not in repr(told)


def test_without_former_secrets_there_is_no_end() -> None:
    told = settings().feishu
    assert (bool(told.previous_encrypt_key), told.previous_until.instant(ZoneInfo("UTC"))) == (False, None)
    assert (bool(Former()), bool(Until()), bool(Former("x"))) == (False, False, True)


def test_the_environment_may_tell_of_a_rotation() -> None:
    variables = {"SALESBOT_FEISHU__PREVIOUS_ENCRYPT_KEY": "hush", "SALESBOT_FEISHU__PREVIOUS_UNTIL": "2026-03-04"}
    told = Settings.of({"feishu": FEISHU}, variables).feishu
    assert told.previous_encrypt_key.reveal() == "hush"
    assert told.previous_until.instant(ZoneInfo("Asia/Shanghai")) == END
