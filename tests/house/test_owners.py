"""Three things have a single owner each: committing, sending, reading the clock."""

import ast

from tests.house.source import SERVING, Module, imports, modules

CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


def others(*owners: str) -> list[Module]:
    return [module for module in modules(*SERVING) if not module.path.startswith(owners)]


def calls(module: Module, name: str) -> list[ast.Call]:
    every = module.walk(ast.Call)
    return [call for call in every if isinstance(call.func, ast.Attribute) and call.func.attr == name]


def test_only_the_unit_of_work_commits() -> None:
    """`begin()` counts too: as a context manager it commits at its end. Migrations have their own."""
    committing = [
        module.at(call, ast.unparse(call))
        for module in others("storage/uow.py", "storage/upgrade.py", "storage/migrations/")
        for call in [*calls(module, "commit"), *(begun for begun in calls(module, "begin") if not begun.args)]
    ]
    assert committing == []


def test_only_the_outbox_sends() -> None:
    """The roof builds the sender, the outbox calls its `deliver`; nobody else so much as imports it."""
    sent = [
        module.at(call, ast.unparse(call))
        for module in others("scheduler/outbox.py")
        for call in calls(module, "deliver")
    ]
    imported = [
        module.at(node, "imports the sender")
        for module in others("scheduler/outbox.py", "bot/app.py", "bot/feishu/outbound")
        for node, name in imports(module)
        if name == "bot.feishu.outbound"
    ]
    assert sent + imported == []


def test_only_the_roof_reads_the_clock() -> None:
    """The monotonic clocks measure how long something took; they do not tell the time and are free to use."""
    read = [
        module.at(node, f"reads the clock with {ast.unparse(node)}")
        for module in others("bot/app.py")
        for node in module.walk(ast.Attribute)
        if ".".join(ast.unparse(node).split(".")[-2:]) in CLOCK
    ]
    imported = [
        module.at(node, "imports the clock")
        for module in others("bot/app.py")
        for node, name in imports(module)
        if name in CLOCK
    ]
    assert read + imported == []
