"""What of the SDK is loaded: no more than is called, and all of it for whoever wants all of it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOADED = "import sys; loaded = lambda: sum(name.startswith('lark_oapi.api.') for name in sys.modules)\n"


def run(program: str) -> str:
    """What a program of its own prints: what is loaded stays so, in whatever process."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED + program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_only_the_apis_that_are_called_are_loaded() -> None:
    asked = "from bot.feishu.transport import _client; c = _client('a', 'b', 'http://127.0.0.1:9', (1, 1))\n"
    said = "print(c.im.v1.message, c.task.v2.task, c.application.v6.scope, sorted({n.split('.')[2] for n in sys.modules"
    said += " if n.startswith('lark_oapi.api.')}))"
    assert run(asked + said).endswith("['application', 'im', 'task']")


def test_whoever_wants_the_whole_sdk_afterwards_has_it() -> None:
    program = (
        "from bot.feishu.lean import make_room; make_room()\n"
        "from lark_oapi.api.im.v1 import CreateMessageRequest as lean; few = loaded()\n"
        "import lark_oapi as lark; assert loaded() == few\n"
        "print(lark.Client.builder().build().im is not None, lark.api.contact.v3 is not None, loaded() > few * 5)\n"
        "from lark_oapi.api.im.v1 import CreateMessageRequest as same; assert same is lean"
    )
    assert run(program) == "True True True"


def test_a_whole_sdk_that_is_there_already_is_left_alone() -> None:
    program = "import lark_oapi; from bot.feishu.lean import make_room; make_room(); print(lark_oapi.Client.__name__)"
    assert run(program) == "Client"
