"""The peers as servers: how each is started, what it is sent, and whether it is installed here."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.keys import APP_ID, PATH
from benchmarks.servers import PORT

PYTHON = Path(__file__).parents[1] / ".venv" / ".peers" / "bin" / "python"
"""Their environment's, which `make bench` makes; the bot's own stays as an operator's."""

NAMES = "lark-oapi", "flask", "sqlalchemy", "gunicorn", "nonebot2", "nonebot-adapter-feishu", "uvicorn", "slack-bolt"
_TELL = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"


@dataclass(frozen=True)
class Peer:
    """One of them: under which name it stands in the table, how it is started, and to which path it is posted."""

    name: str
    command: tuple[str, ...]
    path: str = PATH


@cache
def versions() -> dict[str, str]:
    """What is installed of `NAMES`, by name; nothing where there is no environment, or not all of it."""
    try:
        told = subprocess.run([PYTHON, "-c", _TELL, *NAMES], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return {}
    return dict(zip(NAMES, told.stdout.split(), strict=True))


def _gunicorn(app: str) -> tuple[str, ...]:
    """One worker of eight threads, as many as the samples have."""
    served = ("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "error")
    return (str(PYTHON), "-m", "gunicorn", *served, "--bind", f"127.0.0.1:{PORT}", app)


def orm(url: str) -> Peer:
    """lark-oapi, Flask and one ORM object committed to SQLite as it comes."""
    return Peer("lark-oapi + ORM", _gunicorn(f"benchmarks.peers.lark:keeping('{url}')"))


def orm_alike(url: str, threads: int) -> Peer:
    """The same on the bot's own server, with as many threads as the bot has."""
    command = (str(PYTHON), "-m", "benchmarks.peers.lark", url, PORT, str(threads))
    return Peer(f"lark-oapi + ORM, waitress {threads}", command)


LARK = Peer("lark-oapi, nothing kept", _gunicorn("benchmarks.peers.lark:thanking()"))
NONEBOT = Peer("nonebot2", (str(PYTHON), "-m", "benchmarks.peers.nonebot_feishu", PORT), f"/feishu/{APP_ID}")
SLACK = Peer("slack-bolt", _gunicorn("benchmarks.peers.slack:thanking()"))
