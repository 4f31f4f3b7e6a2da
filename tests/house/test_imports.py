"""Who may import whom, where import-linter's contracts in pyproject.toml end."""

import subprocess
import sys
import tomllib
from itertools import combinations

from tests.house.source import PACKAGES, ROOT, imports, modules

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = [[name.strip(" ()") for name in layer.split("|")] for layer in CONTRACTS["contracts"][0]["layers"]]
# What stands above the features builds everything and nothing builds on it: a floor of its own, the roof.
ABOVE = LAYERS[1 : LAYERS.index(["handlers", "scheduler"])]
ROOF = tuple(f"{name}." for layer in ABOVE for name in layer)
FLOORS = ("bot.feishu", *PACKAGES)
# A command of the command line imports what it needs when it runs, so that `--help` answers in a blink.
LAZY = ("bot/cli.py",)


def floor(name: str) -> str | None:
    if f"{name}.".startswith(ROOF):
        return "roof"
    return next((floor for floor in FLOORS if f"{name}.".startswith(f"{floor}.")), None)


def test_the_rules_of_selling_import_the_standard_library_only() -> None:
    foreign = [
        module.at(node, f"imports {name}")
        for module in modules("sales")
        for node, name in imports(module)
        if name.split(".")[0] not in {*sys.stdlib_module_names, "sales"}
    ]
    assert foreign == []


def test_only_the_border_imports_the_sdk() -> None:
    outside = [
        module.at(node, "imports lark_oapi")
        for module in modules(*PACKAGES)
        for node, name in imports(module)
        if name.split(".")[0] == "lark_oapi" and not module.path.startswith("bot/feishu/")
    ]
    assert outside == []


def test_the_roof_stands_without_the_sdk() -> None:
    """It costs seconds and 160 MB, so it is loaded by the first send, behind the first answers."""
    asked = "import sys, bot.web; print('lark_oapi' in sys.modules)"
    answered = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answered.stdout.strip() == "False"


def test_no_two_floors_import_each_other() -> None:
    arrows = {(floor(module.name), floor(name)) for module in modules(*PACKAGES) for _, name in imports(module)}
    assert [(a, b) for a, b in combinations(("roof", *FLOORS), 2) if {(a, b), (b, a)} <= arrows] == []


def test_first_party_imports_stand_at_the_top() -> None:
    lazy = {
        module.at(node, f"imports {name} inside {function.name}")
        for module in modules(*PACKAGES)
        for function in module.functions()
        for node, name in imports(module, function)
        if floor(name) and module.path not in LAZY
    }
    assert sorted(lazy) == []


def test_every_module_of_the_bot_has_its_floor() -> None:
    """A module that pyproject.toml's contract does not name could import anything."""
    named = {name for layer in LAYERS for name in layer}
    unnamed = {".".join(module.name.split(".")[:2]) for module in modules("bot")} - named - {"bot"}
    assert sorted(unnamed) == []
