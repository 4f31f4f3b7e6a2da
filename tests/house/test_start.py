"""What a start may load and build: a bot that was killed answers again within a second."""

import subprocess
import sys

from tests.house.source import ROOT, SERVING, imports, modules

FORBIDDEN = {
    "alembic": "migrations are another command's",
    "bot.history": "so are histories",
    "bot.commands.imports": "and whatever else the command line can do",
    "benchmarks": "",
    "flask": "a tenth of a start: Feishu's address is answered before it",
    "lark_oapi": "seconds and 160 MB, loaded by the first send",
    "openpyxl": "",
    "playground": "what serves real traffic never imports it",
    "psycopg": "loaded with a PostgreSQL",
    "pydantic": "a fifth of a second; settings are read with msgspec",
    "pypinyin": "a third of a second and 54 MB: storage/sounds.py reads its lists",
    "python_calamine": "reads sheets, in the sender alone",
    "rapidfuzz": "looks for misspelt names",
    "requests": "comes with the SDK",
    "sqlalchemy.dialects.postgresql": "loaded with a PostgreSQL",
    "sqlalchemy.orm": "",
    "werkzeug": "comes with Flask",
    "xlsxwriter": "writes sheets, in the sender alone",
}
"""Modules that serving does not need before its first answer, and why not."""

MOST_WRITTEN = 40
"""How many methods of dataclasses may be written while loading: those of the values that modules make as they load."""


def started(more: str) -> str:
    """What a process says that has imported all that serves."""
    asked = f"import sys\n{more}"
    return subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_start_loads_nothing_that_the_first_answer_can_do_without() -> None:
    loaded = set(started("import bot.commands.serve\nprint(*sys.modules)").split())
    assert sorted(loaded & FORBIDDEN.keys()) == []
    assert "handlers.visits" in loaded


def test_dataclasses_write_their_methods_late() -> None:
    """The standard library's decorator costs a start a millisecond for each class, of which there are 450."""
    standard = [
        module.at(node, "takes `dataclass` from the standard library: take it from `sales.records`")
        for module in modules(*SERVING)
        for node, name in imports(module)
        if name == "dataclasses.dataclass" and module.path != "sales/records.py"
    ]
    assert standard == []


def test_few_methods_are_written_by_a_start() -> None:
    counted = (
        "from sales import records\n"
        "written, real = [], records._written\n"
        "records._written = lambda cls, name, *rest: written.append(name) or real(cls, name, *rest)\n"
        "import bot.commands.serve\nprint(len(written))"
    )
    assert int(started(counted)) <= MOST_WRITTEN
