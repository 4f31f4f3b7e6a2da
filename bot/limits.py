"""The platform's limits on a card, counted the strict way, so that a card which passes here passes there.

Source: open.feishu.cn/document/feishu-cards/card-json-v2-structure. Where the docs leave room, the narrower
reading counts: a column is a level, both languages' header tags are components, a request quotes the card.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import orjson

LIMIT_BYTES = 30 * 1024
ENVELOPE_BYTES = 256
LIMIT_COMPONENTS = 200
LIMIT_LEVELS = 5
LIMIT_TABLES = 3
LIMIT_CHARTS = 5

_CONTAINERS = frozenset({"column_set", "column", "form", "interactive_container", "collapsible_panel"})
_ROOT_ONLY = frozenset({"form", "table"})
_ASKING = frozenset({"button", "input", "select_static", "date_picker", "picker_time", "picker_datetime", "checker"})
_OPAQUE = frozenset({"value", "chart_spec", "rows"})


class _Part(NamedTuple):
    json: Mapping[str, object]
    level: int
    in_form: bool


def _parts(node: object, level: int = 0, *, in_form: bool = False) -> Iterator[_Part]:
    """Everything that has a tag, with the number of containers around it; data is not looked into."""
    if isinstance(node, list):
        for child in node:
            yield from _parts(child, level, in_form=in_form)
    elif isinstance(node, dict):
        if "tag" in node:
            yield _Part(node, level, in_form)
        level += node.get("tag") in _CONTAINERS
        inside = in_form or node.get("tag") == "form"
        for key, child in node.items():
            if key not in _OPAQUE and isinstance(child, (dict, list)):
                yield from _parts(child, level, in_form=inside)


def _over(what: str, count: int, limit: int) -> list[str]:
    return [f"{what}: {count}, at most {limit}"] if count > limit else []


def _twice(key: str, parts: list[_Part]) -> list[str]:
    counted = Counter(part.json[key] for part in parts if key in part.json)
    return [f"{key} {value!r} used {count} times" for value, count in counted.items() if count > 1]


def _misplaced(parts: list[_Part]) -> list[str]:
    found = [f"{part.json['tag']} below the root" for part in parts if part.level and part.json["tag"] in _ROOT_ONLY]
    nameless = [part for part in parts if part.in_form and part.json["tag"] in _ASKING and not part.json.get("name")]
    return found + [f"{part.json['tag']} in a form without a name" for part in nameless]


def faults_of(json: Mapping[str, object]) -> list[str]:
    """One line for each limit a card's JSON breaks, in English: they go into logs and parked rows."""
    parts = list(_parts(json))
    levels = max((part.level + 1 for part in parts if part.json["tag"] in _CONTAINERS), default=0)
    tables = sum(part.json["tag"] == "table" for part in parts)
    charts = sum(part.json["tag"] == "chart" for part in parts)
    return [
        *_over("bytes", len(orjson.dumps(orjson.dumps(json).decode())) + ENVELOPE_BYTES, LIMIT_BYTES),
        *_over("components", len(parts), LIMIT_COMPONENTS),
        *_over("levels", levels, LIMIT_LEVELS),
        *_over("tables", tables, LIMIT_TABLES),
        *_over("charts", charts, LIMIT_CHARTS),
        *_twice("element_id", parts),
        *_twice("name", parts),
        *_misplaced(parts),
    ]
