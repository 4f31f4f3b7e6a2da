"""Any WSGI server can answer Feishu from a factory: it is told by the environment alone where the settings are."""

import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from waitress.server import create_server

from bot.config import ConfigError
from bot.wsgi import application
from playground import FakeFeishu, HandClock
from storage.engine import BehindError
from storage.upgrade import upgrade
from tests.bot.commands.test_commands import ROOT, config
from tests.faults.grounds import free_port
from tests.installation import MONDAY, Installation, installed
from tests.seen import toast


@contextmanager
def answering() -> Iterator[str]:
    """What the factory makes, behind a server of several threads."""
    server = create_server(application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(server.close)
        thread.join(5)
        server.task_dispatcher.shutdown()


@pytest.fixture
def bot(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """An installation on PostgreSQL, whose settings and clock the factory finds as well."""
    upgrade(postgres_url)
    with installed(postgres_url) as bot:
        monkeypatch.setenv("SALESBOT_CONFIG", str(config(tmp_path, bot.feishu, postgres_url)))
        monkeypatch.setattr("bot.app.SystemClock", lambda: bot.clock)
        yield bot


def test_a_form_filed_at_a_process_of_the_factory_is_kept_and_its_cards_are_sent_by_the_worker(
    bot: Installation,
) -> None:
    squad = bot.squad()
    form = bot.say(squad.reps[0], "拜访")
    with answering() as url:
        assert requests.get(f"{url}/readyz", timeout=10).json()["worker"] == "elsewhere"
        bot.feishu.connect(f"{url}/feishu/events")
        filed = bot.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁精密", "no_step": "other"})
        assert toast(filed)[:2] == ("success", "已记录 V-1")
        bot.feishu.say(squad.reps[1], bot.feishu.direct(squad.reps[1]), "拜访")
        assert bot.answer(squad.reps[1]).card
        bot.feishu.connect(f"{bot.url}/feishu/events")
    assert bot.rows("select id from visits") == [(1,)]


def test_what_several_processes_cannot_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        file = config(tmp_path, feishu, f"sqlite:///{tmp_path}/bot.db")
        monkeypatch.setenv("SALESBOT_CONFIG", str(file))
        with pytest.raises(ConfigError, match="a SQLite file has one process: use `salesbot serve`"):
            application()
        file.write_text(
            re.sub(
                "url = .*", 'url = "postgresql://127.0.0.1:9/x"', config(tmp_path, feishu, "").read_text("utf-8")
            ).replace("[feishu]", '[feishu]\nmode = "websocket"'),
            encoding="utf-8",
        )
        with pytest.raises(ConfigError, match="long connection is kept by `salesbot serve`"):
            application()


def test_a_database_that_was_never_set_up_is_refused_with_the_command(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        monkeypatch.setenv("SALESBOT_CONFIG", str(config(tmp_path, feishu, postgres_url)))
    with pytest.raises(BehindError, match="run `salesbot db upgrade` first"):
        application()


def test_the_variable_that_names_the_settings_serves_the_command_line_too(postgres_url: str, tmp_path: Path) -> None:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        environment = os.environ | {"SALESBOT_CONFIG": str(config(tmp_path, feishu, postgres_url))}
    words = [sys.executable, "-c", "from bot.cli import main; main()", "db", "upgrade"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout[:15]) == (0, "the database is"), done.stderr


@pytest.mark.skipif(importlib.util.find_spec("granian") is None, reason="granian is not installed")
def test_granian_serves_it_with_two_processes(postgres_url: str, tmp_path: Path) -> None:
    upgrade(postgres_url)
    port = free_port()
    # A worker that is still starting when it is told to end does not hear of it.
    options = "--interface wsgi --factory --workers 2 --blocking-threads 8 --workers-kill-timeout 5"
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        environment = os.environ | {"SALESBOT_CONFIG": str(config(tmp_path, feishu, postgres_url))}
    words = [
        sys.executable,
        "-m",
        "granian",
        *options.split(),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "bot.wsgi:application",
    ]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            until_ready(f"http://127.0.0.1:{port}/readyz")
            forged = requests.post(f"http://127.0.0.1:{port}/feishu/events", b"{}", timeout=10)
            assert (forged.status_code, forged.content) == (401, b'{"msg":"refused"}')
        finally:
            server.terminate()
            assert server.wait(20) == 0


def until_ready(url: str) -> None:
    """Ask until somebody who can work answers."""
    for _ in range(600):
        try:
            if requests.get(url, timeout=10).ok:
                return
        except requests.ConnectionError:
            pass
        threading.Event().wait(0.05)
    pytest.fail("it was never ready")
