"""Log lines: JSON on standard output, one a line, without bodies, tokens or anything a person typed."""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from functools import partialmethod
from typing import Any, Final, TextIO

import orjson
import structlog

ALLOWED: Final = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "ref",
        "kind",
        "key",
        "outcome",
        "ms",
        "error",
        "faults",
        "push",
        "team",
        "cards",
        "late",
        "port",
        "url",
        "state",
        "about",
        "code",
        "lane",
        "id",
        "attempts",
        "count",
        "seconds",
        "exception",
        "reason",
        "mode",
        "version",
        "row",
        "verb",
        "rows",
    ]
)
"""The fields a line may have; whatever else somebody adds is left out, because it might be somebody's words."""


def set_up(level: str) -> None:
    """Send our lines and those of the libraries to standard output, from this level up."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("iso"),
    ]
    structlog.configure(
        processors=[*shared, _frames, _only_allowed, _as_json],
        logger_factory=_Straight,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = _Out(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _frames,
                _only_allowed,
                _as_json,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("waitress.queue", "apscheduler", "urllib3", "alembic"):
        logging.getLogger(noisy).setLevel("ERROR")


class _Out(logging.StreamHandler[TextIO]):
    """Standard output: records of libraries, and lines of ours that are written out already."""

    def say(self, line: str) -> None:
        """Write a line whole, however many threads do; where it cannot be written nobody who answers may fail."""
        self.acquire()
        try:
            self.stream.write(line + self.terminator)
            self.flush()
        except (OSError, ValueError):
            self.handleError(logging.makeLogRecord({"msg": "a line that could not be written"}))
        finally:
            self.release()


class _Straight:
    """Our loggers: past the records of the standard library, which take most of a line's time.

    Where somebody has put other handlers in place of ours since, they are given the line as a record.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name

    def _say(self, level: int, line: str) -> None:
        outs = [handler for handler in logging.getLogger().handlers if isinstance(handler, _Out)]
        for out in outs:
            out.say(line)
        if not outs:
            logging.getLogger(self.name).log(level, line)

    debug = partialmethod(_say, logging.DEBUG)
    info = partialmethod(_say, logging.INFO)
    warning = partialmethod(_say, logging.WARNING)
    error = partialmethod(_say, logging.ERROR)
    critical = partialmethod(_say, logging.CRITICAL)


def _frames(_logger: object, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the places it went through; its message may hold what a person typed."""
    bug = line.pop("exc_info", None)
    bug = sys.exc_info() if bug is True else bug
    error = bug[1] if isinstance(bug, tuple) else bug
    if isinstance(error, BaseException):
        line["exception"] = [type(error).__name__, *_places(error)]
    return line


def _places(error: BaseException) -> list[str]:
    places, trace = [], error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-12:]


def _only_allowed(_logger: object, _name: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in line.items() if name in ALLOWED}


def _as_json(_logger: object, _name: str, line: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(line, default=str).decode()
    except TypeError:  # a lone surrogate, or a number beyond 64 bits: better a slow line than none
        return json.dumps(line, default=str)
