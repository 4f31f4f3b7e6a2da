"""Genuine events with something wrong in them: each place of their JSON taken away or made something else."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

GONE: Final = object()
"""Stands for the place not being there at all."""

INSTEAD: Final[tuple[Any, ...]] = (
    GONE,
    None,
    0,
    -1,
    2**31,
    2**63,
    2**70,
    1.5,
    1e308,
    True,
    False,
    "",
    " ",
    "x",
    "x" * 70_000,
    "\0",
    "😀" * 99,
    "1e999",
    "[]",
    [],
    [None],
    [[]],
    [{}],
    ["x"],
    [1] * 2000,
    {},
    {"x": 1},
    {"": {"": {}}},
    {"open_id": []},
    {"content": [[{"tag": "at"}]]},
)

Path = tuple[str | int, ...]


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """The way to every part of a JSON value, the value itself left out."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*at, name)
        yield from places(part, (*at, name))


def changed(value: Any, at: Path, instead: Any) -> Any:
    """A copy with something else in one place."""
    copy = deepcopy(value)
    around = copy
    for name in at[:-1]:
        around = around[name]
    if instead is GONE:
        del around[at[-1]]
    else:
        around[at[-1]] = deepcopy(instead)
    return copy


def mutants(genuine: Any, lots: random.Random, count: int) -> Iterator[tuple[Path, Any, Any]]:
    """So many different mutants: where, what stands there, and the whole. All of them if there are no more."""
    every = [(at, instead) for at in places(genuine) for instead in INSTEAD]
    for at, instead in lots.sample(every, min(count, len(every))):
        yield at, instead, changed(genuine, at, instead)
