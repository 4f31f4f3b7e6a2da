"""What must never be seen anywhere outside: secrets, phone numbers, what people typed (FAULTS.md 41), in all output.

| case | test |
|---|---|
| 41 | both tests here; a log line's own rules: tests/bot/test_logs.py |
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from bot.config import Settings
from handlers.visits.forms import FileVisit
from playground import FakeFeishu, HandClock
from tests.bot.commands.test_commands import config
from tests.faults.attacks.test_authenticity import of_others, spoken, unsigned
from tests.faults.attacks.test_events import PRESS, SAY, pressed
from tests.faults.attacks.trespassing import lines, rich
from tests.faults.attacks.wire import Wire, bugs, wire
from tests.faults.extents import Many
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY, installed
from tests.seen import every_card

APP = {"app_secret": "hush-app-secret", "encrypt_key": "hush-encrypt-key", "verification_token": "hush-token"}
FORMER = {"previous_encrypt_key": "hush-former-key", "previous_verification_token": "hush-former-token"}
TYPED = {"phone": "13912345678", "purpose": "hush-purpose", "outcome": "hush-outcome", "customer": "hush客户"}


@dataclass
class Output:
    """Everything that anybody could read, by where."""

    seen: dict[str, str] = field(default_factory=dict)

    def leaks(self, words: list[str]) -> list[tuple[str, str]]:
        return [(where, word) for where, said in self.seen.items() for word in words if word in said]


def test_a_process_under_attack_logs_and_answers_no_secret_and_nothing_that_was_typed(
    tmp_path: Path, sqlite_url: str
) -> None:
    clock = Turned(tmp_path / "clock")
    clock.set(MONDAY)
    with installed(sqlite_url) as house:
        rep = house.squad().reps[0]
        app_id = house.feishu.app_id
    output = Output()
    with FakeFeishu(HandClock(MONDAY), app_id=app_id, **APP) as feishu:  # type: ignore[arg-type]  # names and words
        file = config(tmp_path, feishu, sqlite_url)
        told = file.read_text("utf-8").replace("[server]", f"{former()}[server]")
        file.write_text(told + '[log]\nlevel = "DEBUG"\n', encoding="utf-8")
        with Subject(file, environment=at(clock)) as subject:
            over = Wire(f"http://127.0.0.1:{subject.port}", feishu)
            letters = [letter for kind in (unsigned, of_others) for _, letter in kind(over)]
            letters += [over.event(SAY, spoken(feishu, f"拜访 {TYPED['customer']} 13912345678", by=rep.open_id))]
            stamp = FileVisit().stamp(to=rep.open_id, key="k")
            letters += [over.event(PRESS, pressed(rep, stamp, TYPED | {"no_step": "other", "contact": "13912345678"}))]
            letters += [over.event(PRESS, pressed(rep, stamp | {"with": {"unread": 7}}, TYPED))]
            for n, letter in enumerate(letters):
                answer = over.post(letter)
                output.seen[f"answer {n}"] = str(answer.headers) + answer.body.decode()
            for page in ("metrics", "readyz", "healthz", "", "feishu/events"):
                output.seen[page] = requests.get(f"http://127.0.0.1:{subject.port}/{page}", timeout=10).text
            subject.terminate()
            output.seen["log"] = subject.said()
    assert len(output.seen["log"].splitlines()) > 10
    assert output.leaks([*APP.values(), *FORMER.values()]) == []
    logged = Output({"log": output.seen["log"], "metrics": output.seen["metrics"]})
    assert logged.leaks(list(TYPED.values())) == []
    assert "Traceback" not in "".join(output.seen.values())


def former() -> str:
    """The lines of a config for former secrets, within their overlap."""
    return "".join(f'{name} = "{word}"\n' for name, word in FORMER.items()) + "previous_until = 2026-03-30\n"


def test_no_card_and_no_row_holds_a_secret(sqlite_url: str, capfd: pytest.CaptureFixture[str], many: Many) -> None:
    with installed(sqlite_url) as house:
        made = rich(house)
        for who in ("manager", "admin", "rep")[: many(1, 3)]:
            for said in lines():
                house.feishu.say(made.people[who], house.feishu.direct(made.people[who]), said)
        house.drain()
        secrets = [house.feishu.app_secret, house.feishu.encrypt_key, house.feishu.verification_token]
        output = Output({"cards": json.dumps(every_card(house), ensure_ascii=False), "printed": capfd.readouterr().out})
        output.seen["settings"] = repr(house.settings)
        output.seen["rows"] = str([house.rows(f"select * from {table}") for table in ("inbox", "outbox", "facts")])  # noqa: S608
        assert len(output.seen["cards"]) > 50_000
        assert output.leaks(secrets) == []
        assert bugs(house) == []


def test_an_operator_who_prints_the_settings_reads_no_secret() -> None:
    told = Settings.of({"feishu": {"app_id": "cli_1", **APP, **FORMER, "previous_until": "2026-03-30"}})
    assert Output({"repr": repr(told)}).leaks([*APP.values(), *FORMER.values()]) == []


def test_the_search_finds_what_is_there(sqlite_url: str) -> None:
    """Else it would find nothing for the wrong reason."""
    with installed(sqlite_url) as house:
        assert Output({"a": f"x{house.feishu.app_secret}y"}).leaks([house.feishu.app_secret]) != []
        assert wire(house).post(wire(house).event(SAY, spoken(house.feishu))).status == 200
