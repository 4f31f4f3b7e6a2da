"""A late dataclass is told from the standard library's by its start only."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from sales import records
from tests.house.source import ROOT

MAKERS: dict[str, Any] = {"standard": dataclasses.dataclass, "late": records.dataclass}
SETTINGS: dict[str, dict[str, bool]] = {
    "plain": {},
    "frozen": {"frozen": True},
    "slots": {"slots": True},
    "value": {"frozen": True, "slots": True},
    "ordered": {"frozen": True, "slots": True, "order": True},
}


def visits(make: Callable[..., Any], settings: dict[str, bool]) -> Any:
    """A class with every kind of field that is in use, and one that adds to it."""

    @make(**settings)
    class Visit:
        """A visit."""

        customer: str
        score: int = 50
        marks: list[str] = field(default_factory=list)
        seen: int = field(default=0, compare=False)
        note: str = field(default="", repr=False)
        kind: ClassVar[str] = "visit"
        early: int = field(default=3, kw_only=True)

        @property
        def loud(self) -> str:
            """The customer, loudly."""
            return self.customer.upper()

    @make(**settings)
    class Joint(Visit):
        """One paid together."""

        companion: str = "nobody"

    return Visit, Joint


@pytest.fixture(params=SETTINGS)
def both(request: pytest.FixtureRequest) -> list[Any]:
    return [visits(make, SETTINGS[request.param]) for make in MAKERS.values()]


def said(act: Callable[[], object]) -> object:
    """What comes of it: a value, or the kind of error and its words."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001 - whatever it is, both are to raise the same
        return type(error), str(error)


ACTS: dict[str, Callable[[Any, Any], object]] = {
    "repr": lambda plain, more: (repr(plain("a", 1)), repr(more("a", companion="b", early=4))),
    "equal": lambda plain, _: (plain("a") == plain("a"), plain("a") == plain("b"), plain("a", seen=1) == plain("a")),
    "other kinds": lambda plain, more: (plain("a") == more("a"), plain("a") == "a", plain("a") != ("a",)),
    "ordered": lambda plain, _: [plain("a", 1) < plain("b", 0), plain("b", 1) <= plain("b", 0)],
    "reversed": lambda plain, _: [plain("a", 1) > plain("b", 0), plain("b", 1) >= plain("b", 0)],
    "hash": lambda plain, _: hash(plain("a", marks=())) == hash(plain("a", marks=(), seen=7)),
    "hash of a list": lambda plain, _: hash(plain("a")),
    "set": lambda plain, _: setattr(plain("a"), "score", 4),
    "set in the derived": lambda _, more: setattr(more("a"), "score", 4),
    "delete": lambda plain, _: delattr(plain("a"), "score"),
    "too few": lambda plain, _: plain(),
    "too many": lambda plain, _: plain("a", 1, [], 2, "n", 3),
    "unknown": lambda plain, _: plain("a", colour="red"),
    "replaced": lambda plain, _: repr(dataclasses.replace(plain("a", 7), customer="b")),
    "as a dict": lambda _, more: dataclasses.asdict(more("a")),
    "fields": lambda _, more: [(each.name, each.kw_only, each.compare) for each in dataclasses.fields(more)],
    "matched": lambda plain, more: (plain.__match_args__, more.__match_args__),
    "each its own list": lambda plain, _: plain("a").marks is plain("a").marks,
    "copied": lambda plain, _: copy.copy(plain("a", 7)) == plain("a", 7),
    "deeply": lambda plain, _: copy.deepcopy(plain("a", 7)) == plain("a", 7),
    "class attributes": lambda plain, _: (plain.kind, hasattr(plain, "marks"), plain.__doc__),
    "has a dict": lambda plain, _: hasattr(plain("a"), "__dict__"),
    "methods": lambda plain, more: (plain("a").loud, more("b").loud),
    "settings": lambda plain, _: (plain.__dataclass_params__.frozen, plain.__dataclass_params__.order),
    "named": lambda plain, _: (plain.__qualname__, plain.__name__, plain.__module__),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_late_dataclass_does_what_the_standard_one_does(both: list[Any], act: str) -> None:
    standard, late = (said(lambda pair=pair: ACTS[act](*pair)) for pair in both)  # type: ignore[misc]
    assert late == standard
    again = said(lambda: ACTS[act](*both[1]))
    assert again == standard, "and still does once its methods are written"


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_check_of_its_own_runs_when_it_is_made(make: Any) -> None:
    class Plain:
        minor: int

        def __post_init__(self) -> None:
            if self.minor < 0:
                raise ValueError(self.minor)

    Money = make(frozen=True, slots=True)(Plain)  # noqa: N806 - a class
    assert Money(3).minor == 3
    with pytest.raises(ValueError, match="-1"):
        Money(-1)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_what_a_class_says_itself_stays(make: Any) -> None:
    class Plain:
        open_id: str
        seen: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "seen", len(self.open_id))

        def __repr__(self) -> str:
            return "a key"

        def __eq__(self, other: object) -> bool:
            return type(other) is type(self)

        def __hash__(self) -> int:
            return 1

    Key = make(frozen=True, slots=True)(Plain)  # noqa: N806 - a class
    assert (repr(Key("a")), Key("a") == Key("bc"), hash(Key("a")), Key("abc").seen) == ("a key", True, 1, 3)


@pytest.mark.parametrize("late_base", [True, False])
def test_either_may_be_derived_from_the_other(late_base: bool) -> None:
    base, derived = (MAKERS["late"], MAKERS["standard"])[:: 1 if late_base else -1]

    class Form:
        key: str = ""

    class Plain(base(frozen=True)(Form)):  # type: ignore[misc]
        note: str = ""

    Filed = derived(frozen=True)(Plain)  # noqa: N806 - a class
    assert Filed("k", "n") == Filed(key="k", note="n")
    with pytest.raises(FrozenInstanceError):
        Filed().note = "x"


def test_nothing_but_its_fields_is_set_on_a_frozen_one() -> None:
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'scores'"):
        Pickled("a").scores = 4  # type: ignore[attr-defined]


def test_a_plain_class_derived_from_a_frozen_one_has_attributes_of_its_own() -> None:
    @records.dataclass(frozen=True)
    class Base:
        key: str = ""

    class Counted(Base):
        count: int

    counted = Counted("k")
    counted.count = 1
    with pytest.raises(FrozenInstanceError):
        counted.key = "x"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del counted.key
    del counted.count


@records.dataclass(frozen=True, slots=True)
class Pickled:
    """At the module's top, where pickle finds it."""

    customer: str
    score: int = 50


def test_a_record_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(Pickled("a"))) == Pickled("a")  # noqa: S301 - our own bytes


def test_nothing_is_written_before_it_is_needed() -> None:
    """Otherwise the start is as slow as ever."""
    asked = (
        "import builtins, sys; from sales import records\n"
        "count = 0\n"
        "def counted(*given, real=builtins.exec):\n"
        "    global count; count += 1; return real(*given)\n"
        "records.exec = counted\n"
        "from sales.names import Likeness; before = count\n"
        "Likeness(1, 'same'); print(before, count)"
    )
    answered = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answered.stdout.split() == ["0", "1"]
