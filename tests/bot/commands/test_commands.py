"""Every command as an operator types it, against a real database and the local Feishu; what serves, in processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from bot.cli import main
from playground import FakeFeishu, HandClock
from storage.upgrade import upgrade
from tests.installation import MONDAY, Installation, installed

SALESBOT = [sys.executable, "-c", "from bot.cli import main; main()"]
ROOT = Path(__file__).parents[3]


def config(folder: Path, feishu: FakeFeishu, url: str, port: int = 0) -> Path:
    file = folder / "config.toml"
    file.write_text(
        f'[feishu]\ndomain = "{feishu.url}"\napp_id = "{feishu.app_id}"\napp_secret = "{feishu.app_secret}"\n'
        f'encrypt_key = "{feishu.encrypt_key}"\nverification_token = "{feishu.verification_token}"\n'
        f'[server]\nport = {port}\n[storage]\nurl = "{url}"\n',
        encoding="utf-8",
    )
    return file


def salesbot(*words: str, file: Path | None = None, code: int = 0) -> str:
    """Run a command that ends by itself, and give everything it prints: what `serving` does not show."""
    options = ["--config", str(file)] if file else []
    done = CliRunner().invoke(main, [*words, *options])
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def in_a_process(*words: str, file: Path | None = None, code: int = 0) -> str:
    """The same in a process of its own, as an operator types it."""
    options = ["--config", str(file)] if file else []
    done = subprocess.run(
        [*SALESBOT, *words, *options], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@contextmanager
def serving(file: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A serving process and the port it listens on."""
    command = [*SALESBOT, "serve", "--config", str(file), *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process, _port(process)
    finally:
        process.kill()
        process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r'"port":(\d+)', line):
            return int(found[1])
    pytest.fail("it never listened")


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        yield feishu


@pytest.fixture
def file(tmp_path: Path, feishu: FakeFeishu) -> Path:
    return config(tmp_path, feishu, f"sqlite:///{tmp_path / 'bot.db'}")


def test_help_is_instant_and_names_every_command() -> None:
    began = time.perf_counter()
    said = in_a_process("--help")
    assert {"serve", "playground", "db", "push", "inbox", "outbox", "doctor"} <= set(said.split())
    assert time.perf_counter() - began < 5, "a bound that only a loaded command would break; the figure is 0.1 s"


def test_serving_an_empty_database_says_which_command_to_run(file: Path) -> None:
    assert "run `salesbot db upgrade` first" in in_a_process("serve", file=file, code=1)


def test_a_database_that_nobody_set_up_or_that_does_not_answer_is_said_in_words(file: Path) -> None:
    for words in (["inbox", "list"], ["push", "daily_kpi"], ["outbox", "retry", "1"]):
        assert "run `salesbot db upgrade` first" in salesbot(*words, file=file, code=1)
    nowhere = file.with_name("nowhere.toml")
    nowhere.write_text(re.sub("url = .*", 'url = "postgresql://127.0.0.1:9/x"', file.read_text("utf-8")), "utf-8")
    assert "Connection refused" in in_a_process("serve", file=nowhere, code=1)
    for words in (["db", "upgrade"], ["outbox", "list"], ["inbox", "retry", "X"]):
        assert "Connection refused" in salesbot(*words, file=nowhere, code=1)


def test_a_missing_or_wrong_config_is_named(tmp_path: Path) -> None:
    assert "config.example.toml" in salesbot("doctor", file=tmp_path / "none.toml", code=1)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[feishu]\napp_id = "cli_1"\napp_secrets = "hush"\n', encoding="utf-8")
    said = salesbot("doctor", file=wrong, code=1)
    assert "feishu.app_secrets: is not a known key" in said
    assert "hush" not in said


def test_doctor_finds_a_fresh_installation_well(file: Path) -> None:
    salesbot("db", "upgrade", file=file)
    said = in_a_process("doctor", file=file)
    assert "Feishu accepts the app id and secret" in said
    assert "FAIL" not in said


def test_doctor_names_a_missing_permission_and_a_wrong_secret(file: Path, feishu: FakeFeishu) -> None:
    salesbot("db", "upgrade", file=file)
    wrong = file.with_name("wrong.toml")
    wrong.write_text(file.read_text(encoding="utf-8").replace(feishu.app_secret, "wrong"), encoding="utf-8")
    assert "check app_id, app_secret" in salesbot("doctor", file=wrong, code=1)
    feishu.tenant.app.scopes.discard("im:chat:readonly")
    feishu.tenant.app.scopes.discard("im:chat")
    said = salesbot("doctor", file=file, code=1)
    assert "FAIL  permission im:chat:readonly: know the groups and their members – missing" in said
    feishu.faults.fail("/open-apis/application/v6/scopes", status=400, code=99991672)
    assert "the permissions could not be listed" in salesbot("doctor", file=file)


def test_one_process_alone_serves_a_sqlite_file(file: Path) -> None:
    salesbot("db", "upgrade", file=file)
    with serving(file):
        assert "written by another process" in in_a_process("serve", file=file, code=1)
    assert "one process" in in_a_process("serve", "--web", file=file, code=1)


def test_sigterm_leaves_cleanly_and_a_killed_process_comes_back(file: Path) -> None:
    salesbot("db", "upgrade", file=file)
    with serving(file) as (process, port):
        assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10).json()["ok"]
        for _ in range(3):
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with serving(file) as (process, _):
        process.kill()
        process.wait(10)
    with serving(file) as (_, port):
        assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10).ok


def test_web_and_worker_share_a_postgresql_database(tmp_path: Path, feishu: FakeFeishu, postgres_url: str) -> None:
    upgrade(postgres_url)
    file = config(tmp_path, feishu, postgres_url)
    with serving(file, "--web") as (_, web), serving(file, "--worker") as (_, worker):
        assert requests.get(f"http://127.0.0.1:{web}/readyz", timeout=10).json()["worker"] == "elsewhere"
        assert requests.get(f"http://127.0.0.1:{worker}/readyz", timeout=10).json()["worker"]["alive"]
        assert requests.post(f"http://127.0.0.1:{worker}/feishu/events", b"{}", timeout=10).status_code == 404


def test_orders_reach_the_process_that_has_the_database(file: Path) -> None:
    salesbot("db", "upgrade", file=file)
    with serving(file) as (_, port):
        here = file.with_name("here.toml")
        here.write_text(file.read_text(encoding="utf-8").replace("port = 0", f"port = {port}"), encoding="utf-8")
        assert "nothing is kept" in salesbot("inbox", "retry", "k7m2qx", file=here)
        assert "no such parked row" in salesbot("outbox", "retry", "42", file=here)
        assert "0 cards queued" in salesbot("push", "daily_kpi", file=here)
        unsigned = requests.post(f"http://127.0.0.1:{port}/control", b'{"do":"push","name":"daily_kpi"}', timeout=10)
        assert (unsigned.status_code, unsigned.content) == (401, b'{"msg":"refused"}')
    assert "nothing is kept" in salesbot("inbox", "retry", "K7M2QX", file=file)


def test_orders_say_when_nobody_answers(file: Path) -> None:
    salesbot("db", "upgrade", file=file)
    with serving(file):
        closed = file.with_name("closed.toml")
        closed.write_text(file.read_text(encoding="utf-8").replace("port = 0", "port = 9"), encoding="utf-8")
        assert "does not answer at port 9" in salesbot("inbox", "retry", "K7M2QX", file=closed, code=1)


def test_the_lists_and_a_rehearsed_push_show_what_is_there(sqlite_url: str, tmp_path: Path) -> None:
    with installed(sqlite_url) as bot:
        squad = bot.squad()
        bot.file(squad.reps[0])
        rehearse(bot, config(tmp_path, bot.feishu, sqlite_url), squad.manager.open_id)


def rehearse(bot: Installation, file: Path, manager: str) -> None:
    assert "sent" in salesbot("outbox", "list", "--state", "sent", file=file)
    assert salesbot("inbox", "list", file=file) == ""
    said = salesbot("push", "daily_kpi", "--dry-run", "--at", "2026-03-03T08:45:00+08:00", file=file)
    assert said.startswith(f"{manager}\t")
    assert "华东一队" in said
    assert bot.rows("select count(*) from push_slots") == [(0,)]
    assert "with its offset" in salesbot("push", "daily_kpi", "--at", "2026-03-03T08:45", file=file, code=2)


def test_nothing_printed_holds_a_secret(file: Path, feishu: FakeFeishu) -> None:
    salesbot("db", "upgrade", file=file)
    said = salesbot("doctor", file=file) + salesbot("outbox", "list", file=file)
    for secret in (feishu.app_secret, feishu.encrypt_key, feishu.verification_token):
        assert secret not in said
    assert "SALESBOT_" not in os.environ
