"""Log lines: JSON on standard output, one a line, without bodies, tokens or anything a person typed."""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

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
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
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
