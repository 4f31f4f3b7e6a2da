"""A late pattern answers as `re.compile` does, and is compiled when it is first asked."""

import re
from typing import Any

import pytest

from sales.patterns import ASKED, late

SOURCE, TEXT = r"(?P<count>\d+)\s*(pieces|件)", "10 Pieces, 3件"


@pytest.mark.parametrize("name", sorted({*ASKED} - {"pattern", "sub", "finditer"}))
def test_it_answers_as_a_compiled_one(name: str) -> None:
    compiled, asked = (getattr(make(SOURCE, re.IGNORECASE), name)(TEXT) for make in (re.compile, late))
    groups = [found.groups() if isinstance(found, re.Match) else found for found in (compiled, asked)]
    assert groups[0] == groups[1]


def test_it_finds_all_and_replaces_as_a_compiled_one() -> None:
    units = late(SOURCE, re.IGNORECASE)
    assert [found["count"] for found in units.finditer(TEXT)] == ["10", "3"]
    assert units.sub("-", TEXT) == "-, -"
    assert units.pattern == SOURCE


def test_it_is_compiled_once_and_not_before_it_is_asked() -> None:
    broken: Any = late("(")
    with pytest.raises(re.error):
        broken.match("")
    units: Any = late(SOURCE)
    assert "match" not in vars(units)
    assert units.match("3件")
    assert isinstance(vars(units)["match"].__self__, re.Pattern)


def test_what_no_pattern_has_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        late(SOURCE).matches  # type: ignore[attr-defined]  # noqa: B018 - asked for, not used
