"""`salesbot serve` on a long connection: the whole program in its processes, with people who use it."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from playground import Chat, FakeFeishu, HandClock, Message, Person
from tests.bot.commands.test_commands import ROOT, config
from tests.faults.long_connection.lines import LONG, QUICK, gone_within
from tests.faults.subjects import Subject, Turned, at
from tests.installation import MONDAY, sqlite_database


@dataclass
class Company:
    """A rep, the local Feishu, and the process that serves both."""

    feishu: FakeFeishu
    subject: Subject
    rep: Person
    database: Path

    @property
    def chat(self) -> Chat:
        """The rep's chat with the bot."""
        return self.feishu.direct(self.rep)

    @property
    def child(self) -> int:
        """The process that holds the connection, as the log has it."""
        up = re.compile(r'"id":(\d+),[^\n]*long_connection_up')
        assert self.until(lambda: bool(up.search(self.subject.said())))
        return int(up.findall(self.subject.said())[-1])

    def until(self, seen: Callable[[], bool]) -> bool:
        """Wait for what another process does."""
        return any(seen() or threading.Event().wait(0.05) for _ in range(int(LONG / 0.05)))

    def card_after(self, count: int) -> Message:
        """The newest card of the rep's chat, once there are more than so many messages."""
        assert self.until(lambda: len(self.feishu.messages(self.chat)) > count), self.subject.said()[-3000:]
        return self.feishu.last_card(self.chat)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database holds, read from outside."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as db:
            return db.execute(query).fetchall()

    def get(self, path: str) -> requests.Response:
        """Ask the process itself."""
        return requests.get(f"http://127.0.0.1:{self.subject.port}{path}", timeout=10)


def connected_config(folder: Path, feishu: FakeFeishu, url: str) -> Path:
    """Settings for a long connection: without the two secrets of the webhook."""
    file = config(folder, feishu, url)
    text = re.sub(r"encrypt_key.*\nverification_token.*\n", 'mode = "websocket"\n', file.read_text("utf-8"))
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def served(folder: Path, url: str) -> Iterator[Company]:
    """A company whose bot has just connected."""
    clock = Turned(folder / "clock")
    clock.set(MONDAY)
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        feishu.tenant.limits.enabled = False  # its clock stands still
        feishu.lines.faults.config = QUICK
        rep = feishu.add_person("林小满")
        with Subject(connected_config(folder, feishu, url), environment=at(clock)) as subject:
            assert feishu.lines.wait_for(1, LONG), subject.said()[-3000:]
            yield Company(feishu, subject, rep, folder / "bot.db")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """One for all tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("company")
    with served(folder, sqlite_database(folder, tmp_path_factory)) as made:
        yield made


def say(company: Company, words: str) -> Message:
    """Write to the bot, and give the card it answers with."""
    feishu, before = company.feishu, len(company.feishu.messages(company.chat))
    assert feishu.say(company.rep, company.chat, words).status == 200
    return company.card_after(before + 1)


def test_a_rep_files_visits_without_the_bot_having_an_address(company: Company) -> None:
    group = company.feishu.add_group("华东一组", [company.rep])
    company.feishu.add_bot(group, company.rep)
    assert company.until(lambda: bool(company.feishu.messages(group)[1:]))
    company.feishu.press(company.rep, company.feishu.last_card(group).message_id, "设为销售团队")
    form = say(company, "拜访")
    filed = company.feishu.submit(company.rep, form.message_id, {"customer": "华宁精密", "no_step": "other"})
    assert filed.toast
    assert filed.toast.kind == "success"
    assert company.rows("select count(*) from visits") == [(1,)]
    assert company.get("/readyz").json()["connection"] == "up"
    assert requests.post(f"http://127.0.0.1:{company.subject.port}/feishu/events", b"{}", timeout=10).status_code == 404
    assert 'salesbot_long_connection_starts_total{after="nothing"} 1.0' in company.get("/metrics").text


def test_what_is_delivered_again_after_a_lost_acknowledgement_is_one_row(company: Company) -> None:
    kept = len(company.rows("select * from inbox"))
    company.feishu.lines.faults.lose_acks = 1
    lost = company.feishu.say(company.rep, company.chat, "帮助")
    assert lost.status == 0
    assert len(company.rows("select * from inbox")) == kept + 1
    assert company.feishu.lines.wait_for(1, LONG)
    company.feishu.clock.advance(15)  # type: ignore[attr-defined]  # a hand-turned one
    company.feishu.clock_turned()
    assert [one.status for one in company.feishu.deliveries if one.event_id == lost.event_id] == [0, 200]
    assert len(company.rows("select * from inbox")) == kept + 1


def test_what_was_cut_off_before_it_was_answered_is_kept_all_the_same(company: Company) -> None:
    kept = len(company.rows("select * from inbox"))
    company.feishu.lines.faults.cut_before_ack = 1
    assert company.feishu.say(company.rep, company.chat, "帮助").status == 0
    assert company.until(lambda: len(company.rows("select * from inbox")) == kept + 1)
    assert company.feishu.lines.wait_for(1, LONG)
    company.feishu.clock.advance(15)  # type: ignore[attr-defined]  # a hand-turned one
    company.feishu.clock_turned()
    assert len(company.rows("select * from inbox")) == kept + 1


def test_a_killed_child_is_replaced_and_counted(company: Company) -> None:
    killed = company.child
    os.kill(killed, signal.SIGKILL)
    assert company.until(lambda: company.child != killed)
    assert company.feishu.lines.wait_for(1, LONG)
    say(company, "帮助")
    assert 'salesbot_long_connection_starts_total{after="died"} 1.0' in company.get("/metrics").text


def test_a_process_that_stops_or_dies_leaves_no_child_behind(tmp_path: Path, sqlite_url: str) -> None:
    with served(tmp_path, sqlite_url) as company:
        child = company.child
        assert company.feishu.say(company.rep, company.chat, "帮助").status == 200
        assert company.subject.terminate(30) == 0
        assert gone_within(child, 1)
        assert not company.feishu.lines
        assert '"event":"stopped"' in company.subject.said()
        company.subject.start()
        assert company.feishu.lines.wait_for(1, LONG)
        child = company.child
        company.subject.kill()
        assert gone_within(child, 20)
        assert company.feishu.lines.wait_for(0, LONG)


def test_its_secret_is_shown_to_no_other_user_of_the_machine(company: Company) -> None:
    secret = company.feishu.app_secret.encode()
    for name in ("cmdline", "environ"):
        assert secret not in Path(f"/proc/{company.child}/{name}").read_bytes()
    assert secret.decode() not in company.subject.said()
    assert "ticket=" not in company.subject.said()


def test_orders_of_the_command_line_need_no_encrypt_key(company: Company) -> None:
    here = company.subject.config.with_name("here.toml")
    text = company.subject.config.read_text(encoding="utf-8")
    here.write_text(text.replace("port = 0", f"port = {company.subject.port}"), encoding="utf-8")
    order = [sys.executable, "-m", "tests.faults.subject", "inbox", "retry", "k7m2qx", "--config", str(here)]
    environment = os.environ | dict(company.subject.environment)
    done = subprocess.run(order, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "nothing is kept" in done.stdout, done.stderr
    unsigned = requests.post(f"http://127.0.0.1:{company.subject.port}/control", b'{"do":"push"}', timeout=10)
    assert unsigned.status_code == 401
