"""Case 14: a copy taken under load is one state of the database, and the bot that is put up from it repeats nothing."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.card import card, md
from bot.text import Text
from playground import Message
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from tests.bot.commands.test_commands import ROOT, config
from tests.faults.checker import Evidence, never_twice, nothing_unasked, once_each
from tests.faults.clients import Client, Mail
from tests.faults.extents import Many
from tests.faults.grounds import Ground, free_port, look
from tests.faults.subjects import Subject
from tests.servers import PostgresServer

HOUR = timedelta(hours=1)
OLD = card(Text("旧消息", "An old message"), md(Text("旧", "old")), summary=Text("旧", "old")).dumps()


def salesbot(ground: Ground, *words: str, file: Path | None = None) -> str:
    """A command that ends by itself, by the ground's clock, as an operator types it."""
    command = [sys.executable, "-m", "tests.faults.subject", *words, "--config", str(file or ground.file)]
    environment = os.environ | dict(ground.subject.environment)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def another_place(ground: Ground, request: pytest.FixtureRequest) -> tuple[Path, str, int]:
    """The settings, the database and the port of another machine, on which nothing is yet."""
    url = f"sqlite:///{ground.folder / 'elsewhere.db'}"
    if not ground.url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create())
    folder, port = ground.folder / "elsewhere", free_port()
    folder.mkdir()
    return config(folder, ground.feishu, url, port), url, port


def say_later(ground: Ground) -> None:
    """Something that waits while the copy is made: it is to leave in an hour."""
    said = Outgoing(ground.reps[0].open_id, Verb.SEND, OLD, about="old", not_before=ground.clock.now() + HOUR)
    with closing(UnitOfWork(ground.url)) as db:
        db.write(lambda at: enqueue(at, said, ground.clock.now()))


def of_bot(ground: Ground) -> list[Message]:
    return [each for each in ground.feishu.world.messages.values() if each.sender.kind == "bot"]


def test_a_copy_made_under_load_is_one_state_and_its_bot_repeats_nothing(
    small: Ground, request: pytest.FixtureRequest
) -> None:
    copied_and_put_up(small, request)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_so_it_is_on_each_kind_of_database(ground: Ground, request: pytest.FixtureRequest) -> None:
    copied_and_put_up(ground, request)


def copied_and_put_up(ground: Ground, request: pytest.FixtureRequest) -> None:
    """The whole course: work, a copy, more work, the copy put back elsewhere, its bot put up, deliveries again."""
    say_later(ground)
    copy = ground.folder / "copy"
    with ground.subject:
        first = Client(Mail(ground.feishu), ground.history, ground.reps[0], [ground.port], ground.lots, 0)
        wish = first.wish()
        event, parcel = Mail(ground.feishu).parcel(ground.reps[0], wish)
        assert first.ask(wish, event, parcel)
        assert first.insist(first.wish())
        with ground.load(talk=10):
            ground.until(lambda: len(ground.history.acked()) > 60)
            before = set(ground.history.acked())
            salesbot(ground, "backup", str(copy))
            during = len(ground.history.acked()) - len(before)
            ground.until(lambda: len(ground.history.acked()) > len(before) + during + 20)
    assert during > 0, "the bot went on answering"
    kept = [row[0] for row in ground.rows("select purpose from visits order by id")]

    file, url, port = another_place(ground, request)
    said = salesbot(ground, "restore", str(copy), file=file)
    assert " messages that waited are not sent by themselves" in said
    assert not said.startswith("0 ")
    assert_one_state(ground, url, before, kept)

    shown = {each.message_id for each in of_bot(ground)}
    with Subject(file, environment=ground.subject.environment) as restored:
        again = Client(Mail(ground.feishu), ground.history, ground.reps[0], [port], ground.lots, 0)
        assert again.ask(wish, event, parcel), "the same delivery once more"
        pressed_again = Mail(ground.feishu).parcel(ground.reps[0], wish)
        assert again.ask(wish, *pressed_again), "the same form pressed once more"
        new = again.wish()
        assert again.insist(new)
        ground.advance(2 * HOUR)
        ground.until(lambda: not look(url, "select id from outbox where state = 'queued'"))
        assert restored.ready()
    purposes = [row[0] for row in look(url, "select purpose from visits")]
    assert purposes.count(wish.entry) == purposes.count(new.entry) == 1
    assert not never_twice(Evidence.taken(ground.history, url, ground.feishu))
    assert {each.message_id for each in of_bot(ground)} == shown, "nothing old was sent"


def assert_one_state(ground: Ground, url: str, before: set[str], kept: list[object]) -> None:
    """All that was accepted before the copy was begun, whole, and nothing but a beginning of what came to be."""
    seen = Evidence.taken(ground.history, url, ground.feishu)
    assert not seen.faults
    copied = [row.purpose for row in seen.rows["visits"]]
    assert set(copied) <= set(kept)
    if ground.url.startswith("sqlite"):
        assert copied == kept[: len(copied)], "commits come in one order, and a copy is a prefix of it"
    lost = [each for each in once_each(seen) if set(each.entries) & before]
    assert not lost, lost
    assert not never_twice(seen) + nothing_unasked(seen)
    assert len(seen.rows["accepted"]) == len(copied), "each visit with the answer that was given"


def test_who_is_killed_while_making_a_copy_leaves_none_that_is_half(small: Ground, many: Many) -> None:
    """A copy counts when it is whole; until then it has a name that nobody takes for one."""
    copy = small.folder / "copies"
    with small.subject:
        command = [sys.executable, "-m", "tests.faults.subject", "backup", f"{copy}/", "--config", str(small.file)]
        rounds = many(3, 15)
        for number in range(rounds):
            process = subprocess.Popen(command, cwd=ROOT, env=os.environ | dict(small.subject.environment))
            try:
                process.wait(0.4 + 1.5 * number / rounds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        made = [each for each in copy.glob("*") if not each.name.startswith(".")] if copy.exists() else []
        for each in made:
            assert not look(f"sqlite:///{each}", "select * from pragma_integrity_check where integrity_check <> 'ok'")
        assert small.subject.ready()
