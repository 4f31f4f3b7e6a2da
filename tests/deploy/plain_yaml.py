"""As much of YAML as a plain compose file needs: nested mappings, lists, quoted and bare words, `[a, b]` and `{}`.

Anything else (anchors, tags, several documents, folded text) is refused, so that what is read is what is meant.
"""

import json
import re
from typing import Any

Lines = list[tuple[int, str]]

_PAIR = re.compile(r"([\w.-]+):(?: (.*))?$")


def parse(text: str) -> Any:
    """Read a whole file; ValueError for what this reader does not know."""
    lines = [line for each in text.splitlines() if (line := _without_comment(each)).strip()]
    rows: Lines = [(len(line) - len(line.lstrip(" ")), line.strip()) for line in lines]
    value = _block(rows, 0)
    if rows:
        msg = f"not understood: {rows[0][1]}"
        raise ValueError(msg)
    return value


def _without_comment(line: str) -> str:
    return "" if line.lstrip().startswith("#") else line.rstrip()


def _block(rows: Lines, indent: int) -> Any:
    return _list(rows, indent) if rows and rows[0][1].startswith("- ") else _mapping(rows, indent)


def _list(rows: Lines, indent: int) -> list[Any]:
    found = []
    while rows and rows[0][0] == indent and rows[0][1].startswith("- "):
        found.append(_scalar(rows.pop(0)[1][2:]))
    return found


def _mapping(rows: Lines, indent: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while rows and rows[0][0] == indent:
        pair = _PAIR.match(rows[0][1])
        if pair is None or pair[1] in found:
            msg = f"not understood: {rows[0][1]}"
            raise ValueError(msg)
        rows.pop(0)
        deeper = bool(rows) and rows[0][0] > indent
        found[pair[1]] = _block(rows, rows[0][0]) if pair[2] is None and deeper else _scalar(pair[2] or "")
    return found


def _scalar(words: str) -> Any:
    if words in ("", "{}"):
        return {} if words else None
    if words in ("true", "false"):
        return words == "true"
    if words.isdecimal():
        return int(words)
    if words.startswith('"'):
        return json.loads(words)
    if words.startswith("["):
        return [_scalar(each) for each in re.findall(r'"(?:[^"\\]|\\.)*"|[^\[\],\s]+', words)]
    if words[0] in "&*!|>{'%@`" or ": " in words or " #" in words:
        msg = f"not understood: {words}"
        raise ValueError(msg)
    return words
