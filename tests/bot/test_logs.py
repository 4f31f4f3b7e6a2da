"""Log lines are JSON with known fields; a person's words never get into one, whoever logs them."""

import errno
import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
import structlog

from bot.logs import ALLOWED, set_up
from tests.desk import unchanged_logging
from tests.seeds import at_once

WORDS = "客户的手机号 13800000000"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Every line logged so far."""
    out = io.StringIO()
    with unchanged_logging():
        with redirect_stdout(out):
            set_up("INFO")
        yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]


def blunder() -> None:
    raise ValueError(WORDS)


def test_a_line_says_what_when_and_who(lines: Lines) -> None:
    structlog.get_logger("bot.web").info("answered", key="e1", ms=1.5)
    (line,) = lines()
    assert (line["event"], line["key"], line["ms"], line["level"], line["logger"]) == (
        "answered",
        "e1",
        1.5,
        "info",
        "bot.web",
    )
    assert line["timestamp"].endswith("Z")


def test_a_field_nobody_allowed_is_left_out(lines: Lines) -> None:
    structlog.get_logger().info("said", text=WORDS, body={"a": WORDS}, customer=WORDS)
    (line,) = lines()
    assert set(line) <= ALLOWED
    assert WORDS not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize("library", [True, False])
def test_an_exception_is_its_type_and_places_never_its_words(lines: Lines, library: bool) -> None:
    log = logging.getLogger("some.library") if library else structlog.get_logger("bot.app")
    try:
        blunder()
    except ValueError:
        log.exception("it broke")
    (line,) = lines()
    assert line["exception"][0] == "ValueError"
    assert line["exception"][-1].startswith("blunder:")
    assert WORDS not in json.dumps(line, ensure_ascii=False)


def test_an_exception_that_is_handed_over_is_shown_alike(lines: Lines) -> None:
    try:
        blunder()
    except ValueError as error:
        structlog.get_logger().error("it broke", exc_info=error)
    assert lines()[0]["exception"][0] == "ValueError"


def test_what_a_library_attaches_is_left_out(lines: Lines) -> None:
    logging.getLogger("some.library").warning("something", extra={"body": WORDS})
    (line,) = lines()
    assert (line["event"], line["level"]) == ("something", "warning")
    assert WORDS not in json.dumps(line, ensure_ascii=False)


def test_quieter_levels_are_not_written(lines: Lines) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("apscheduler").warning("missed")
    logging.getLogger("some.library").debug("detail")
    assert lines() == []


def test_a_logger_in_use_follows_where_lines_go() -> None:
    log, first, second = structlog.get_logger("bot.web"), io.StringIO(), io.StringIO()
    with unchanged_logging():
        for out in (first, second):
            with redirect_stdout(out):
                set_up("INFO")
            log.info("here")
    assert [out.getvalue().count("\n") for out in (first, second)] == [1, 1]


def test_lines_reach_handlers_that_were_put_in_place_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    with unchanged_logging():
        set_up("INFO")
        logging.getLogger().handlers[:] = [caplog.handler]
        structlog.get_logger("bot.web").warning("busy", ms=3)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("bot.web", "WARNING")
    assert json.loads(record.getMessage())["ms"] == 3


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_each_level_is_said(level: str) -> None:
    out = io.StringIO()
    with unchanged_logging(), redirect_stdout(out):
        set_up("DEBUG")
        getattr(structlog.get_logger("bot.web"), level)("so")
    assert json.loads(out.getvalue())["level"] == level


def test_nobody_fails_because_a_line_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, _: str, /) -> int:
            raise OSError(errno.ENOSPC, "no room")

    closed = io.StringIO()
    closed.close()
    for out in (Full(), closed):
        with unchanged_logging():
            with redirect_stdout(out):
                set_up("INFO")
            structlog.get_logger("bot.web").info("answered", key=WORDS)
    told = capsys.readouterr().err
    assert "no room" in told
    assert WORDS not in told


def test_lines_of_many_threads_and_libraries_stay_whole(lines: Lines) -> None:
    def say(number: int) -> None:
        for _ in range(50):
            structlog.get_logger("bot.web").info("answered", key=f"{number}" * 200)
            logging.getLogger("some.library").warning("something")

    assert at_once(8, say) == [None] * 8
    assert len(lines()) == 8 * 50 * 2


def test_any_value_can_be_written(lines: Lines) -> None:
    structlog.get_logger().info("odd", state=object(), ref="\u2028", count=2**70)
    assert len(lines()) == 1
