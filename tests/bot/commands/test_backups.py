"""`salesbot backup` and `salesbot restore`, as an operator types them: nothing is overwritten, nothing old is sent."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from playground import FakeFeishu, HandClock
from storage import backlog, facts, outbox, pushes
from storage.outbox import Outgoing, State, Verb
from storage.uow import UnitOfWork
from tests.bot.commands.test_commands import config, salesbot
from tests.installation import MONDAY
from tests.seeds import found, team_of
from tests.servers import PostgresServer


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        yield feishu


@pytest.fixture
def file(tmp_path: Path, feishu: FakeFeishu, db_url: str) -> Path:
    with UnitOfWork(db_url) as db:
        db.write(found)
        db.write(lambda at: facts.put(at, "bot_open_id", "ou_bot"))
    return config(tmp_path, feishu, db_url)


@pytest.fixture
def elsewhere(file: Path, db_url: str, request: pytest.FixtureRequest) -> Path:
    """The settings of another machine with nothing on it."""
    url = f"sqlite:///{file.with_name('elsewhere.db')}"
    if not db_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create())
    other = file.with_name("elsewhere.toml")
    other.write_text(re.sub('url = ".*"', f'url = "{url}"', file.read_text("utf-8")), "utf-8")
    return other


def url_in(file: Path) -> str:
    return str(re.findall('url = "(.*)"', file.read_text("utf-8"))[0])


def waits(url: str, at: datetime) -> None:
    with UnitOfWork(url) as db:
        for verb in (Verb.SEND, Verb.PATCH, Verb.READ_MEMBERS):
            said = Outgoing("oc_east", verb, "{}", target="om_1", dedupe=f"old/{verb}")
            db.write(lambda each, said=said: outbox.enqueue(each, said, at))  # type: ignore[misc]


def test_what_is_copied_here_is_put_back_there(file: Path, elsewhere: Path) -> None:
    copy = file.with_name("copy")
    said = salesbot("backup", str(copy), file=file)
    assert re.fullmatch(rf"{re.escape(str(copy))}: \d+\.\d MB, checked\n", said)
    said = salesbot("restore", str(copy), file=elsewhere)
    assert said.startswith("restored\n0 messages that waited")
    with UnitOfWork(url_in(elsewhere)) as db:
        assert db.read(lambda at: facts.get(at, "bot_open_id")) == "ou_bot"
        assert db.read(team_of).chat_id == "oc_east"


def test_neither_ever_overwrites_anything(file: Path) -> None:
    copy = file.with_name("copy")
    salesbot("backup", str(copy), file=file)
    content = copy.read_bytes()
    assert "exists already, and is not overwritten" in salesbot("backup", str(copy), file=file, code=1)
    assert "not overwritten" in salesbot("restore", str(copy), file=file, code=1)
    assert copy.read_bytes() == content


def test_what_waited_then_is_not_sent_by_itself(file: Path, elsewhere: Path) -> None:
    waits(url_in(file), datetime.now(UTC) - timedelta(hours=3))
    copy = file.with_name("copy")
    salesbot("backup", str(copy), file=file)
    assert "2 messages that waited are not sent by themselves" in salesbot("restore", str(copy), file=elsewhere)
    with UnitOfWork(url_in(elsewhere)) as db:
        states = {each.verb: each.state for each in db.read(backlog.listed)}
        assert states == {Verb.SEND: State.EXPIRED, Verb.PATCH: State.EXPIRED, Verb.READ_MEMBERS: State.QUEUED}
    assert "waited when the backup was taken" in salesbot("outbox", "list", "--state", "expired", file=elsewhere)


def test_with_send_it_is(file: Path, elsewhere: Path) -> None:
    waits(url_in(file), datetime.now(UTC))
    copy = file.with_name("copy")
    salesbot("backup", str(copy), file=file)
    assert salesbot("restore", str(copy), "--send", file=elsewhere) == "restored\n"
    with UnitOfWork(url_in(elsewhere)) as db:
        assert db.read(backlog.counted)[State.QUEUED] == 3


def test_what_is_due_today_counts_as_made_for_it_may_have_been(file: Path, elsewhere: Path) -> None:
    """A push made after the copy was taken is not in the copy; whoever restores it before noon would say it twice."""
    early = (datetime.now(UTC) - timedelta(minutes=2)).astimezone()
    with UnitOfWork(url_in(file)) as db:
        long_ago = {"at": "2026-01-01 00:00:00+00:00"}
        db.write(lambda at: at.execute(text("update teams set founded_at = :at"), long_ago).rowcount)
    for each in (file, elsewhere):
        told = each.read_text("utf-8")
        each.write_text(f'{told}[team]\ntimezone = "Asia/Shanghai"\ncatch_up_until = 23:59:59\n', "utf-8")
    copy = file.with_name("copy")
    salesbot("backup", str(copy), file=file)
    said = salesbot("restore", str(copy), file=elsewhere)
    spared = int(re.findall(r"(\d+) pushes of today count as made", said)[0])
    with UnitOfWork(url_in(elsewhere)) as db:
        made = db.read(lambda at: pushes.slots_since(at, early - timedelta(days=2)))
    assert len(made) == spared


def test_dated_copies_are_kept_in_a_folder_and_the_oldest_go(file: Path) -> None:
    folder = file.with_name("copies")
    assert "checked" in salesbot("backup", f"{folder}/", "--keep", "2", file=file)
    suffix = next(folder.iterdir()).suffix
    for day in (1, 2, 3):
        (folder / f"salesbot-2026030{day}T020000Z{suffix}").touch()
    (folder / "mine.txt").touch()
    next(each for each in folder.iterdir() if "2026030" not in each.name and each.suffix == suffix).unlink()
    said = salesbot("backup", str(folder), "--keep", "2", file=file)
    assert re.findall(r"(\S+): deleted", said) == [f"salesbot-2026030{day}T020000Z{suffix}" for day in (1, 2)]
    assert len(list(folder.iterdir())) == 3


def test_a_mistake_is_said_before_anything_is_done(file: Path) -> None:
    assert "say where to" in salesbot("backup", file=file, code=2)
    assert "--keep goes with a folder" in salesbot("backup", str(file.with_name("c")), "--keep", "3", file=file, code=2)
    assert "No such file" in salesbot("restore", str(file.with_name("none")), file=file, code=1)
    assert "is not a copy of a" in salesbot("restore", str(file), file=file, code=1)
    assert not file.with_name("c").exists()


def test_nobody_learns_the_password(file: Path, tmp_path: Path) -> None:
    nowhere = file.with_name("nowhere.toml")
    nowhere.write_text(
        re.sub('url = ".*"', 'url = "postgresql://u:hush@127.0.0.1:9/x"', file.read_text("utf-8")), "utf-8"
    )
    said = salesbot("backup", str(tmp_path / "c"), file=nowhere, code=1)
    assert "Connection refused" in said
    assert "hush" not in said
