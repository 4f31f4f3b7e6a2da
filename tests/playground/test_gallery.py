"""The gallery shows every card the bot can draw, and the platform takes each of them."""

import ast
import importlib
import inspect
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from types import CodeType, FrameType, ModuleType
from typing import Self

import pytest

import handlers
import scheduler
from bot import views
from bot.card import Card
from playground.gallery import Gallery
from playground.people import Json
from playground.validation import problems


def drawing_modules() -> Iterator[ModuleType]:
    yield views
    for package in (handlers, scheduler):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(info.name)


def draws_a_card(function: Callable[..., object]) -> bool:
    returns = inspect.signature(function).return_annotation
    return function.__name__.endswith("_card") or returns in {Card, "Card"}


def drawing_functions() -> dict[CodeType, str]:
    """Every function that is named for a card, or says that it gives one, by its code."""
    return {
        function.__code__: f"{module.__name__}.{name}"
        for module in drawing_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and draws_a_card(function)
    }


class Witness:
    """Sees which functions are called, in every thread that is started while it looks."""

    def __init__(self) -> None:
        self.drawn: dict[CodeType, list[Json]] = {}

    def __call__(self, frame: FrameType, event: str, given: object) -> None:
        if event == "return" and isinstance(given, Card):
            self.drawn.setdefault(frame.f_code, []).append(given.json)

    def __enter__(self) -> Self:
        threading.setprofile(self)
        sys.setprofile(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness()


@pytest.fixture(scope="module")
def entries(witness: Witness) -> list[Json]:
    with witness:
        return Gallery()()


def test_no_function_that_draws_a_card_is_missing(entries: list[Json], witness: Witness) -> None:
    functions = drawing_functions()
    assert "bot.views.guesses_card" in functions.values()
    assert sorted(name for code, name in functions.items() if code not in witness.drawn) == []


def test_what_is_drawn_hangs_there(entries: list[Json], witness: Witness) -> None:
    """One of each function's cards at least; others may differ from it in their names and numbers only."""
    hung = [entry["card"] for entry in entries]
    unseen = [
        name
        for code, name in drawing_functions().items()
        if not any(card in hung for card in witness.drawn.get(code, []))
    ]
    assert unseen == []


def test_the_platform_takes_every_card(entries: list[Json]) -> None:
    assert {entry["name"]: found for entry in entries if (found := problems(entry["card"]))} == {}


def test_entries_are_told_apart_by_name_and_title(entries: list[Json]) -> None:
    names = [entry["name"] for entry in entries]
    assert len(set(names)) == len(names)
    assert all(entry["title"]["zh"] and entry["title"]["en"] for entry in entries)


def test_no_two_entries_look_the_same(entries: list[Json]) -> None:
    looks = [str(entry["card"].get("header")) + str(entry["card"]["body"]) for entry in entries]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(
    "part",
    [
        "visits.FileVisit",
        "visits.WithdrawVisit",
        "welcome.Found",
        "daily_kpi",
        "team_line",
        "missing_list",
        "weekly_digest",
        "rep_day",
        "reminders",
        "review",
        "picture",
        "guesses",
        "parked",
    ],
)
def test_each_kind_of_card_is_there(entries: list[Json], part: str) -> None:
    assert [entry for entry in entries if entry["name"].startswith(f"{part}.")] != []


def test_it_is_made_once() -> None:
    gallery = Gallery()
    assert gallery() is gallery()


def test_the_list_of_functions_is_read_from_the_source_too() -> None:
    """A decorated or nested function would escape the listing; there is none."""
    named = {
        node.name
        for module in drawing_modules()
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_card")
    }
    assert named - {name.rpartition(".")[2] for name in drawing_functions().values()} == set()
