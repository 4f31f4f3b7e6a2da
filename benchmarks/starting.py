"""How soon the bot answers after a start, and after a kill -9 in the middle of its work."""

import sqlite3
import statistics
from pathlib import Path

from benchmarks.deliveries import submission
from benchmarks.keys import APP_ID, ENCRYPT_KEY, NOBODY, TOKEN
from benchmarks.office import seat_everybody
from benchmarks.servers import Server
from benchmarks.table import Line
from storage.upgrade import upgrade

ROUNDS = 3
AS_INSTALLED = "import sys; sys.modules['rich'] = None; from bot.cli import main; main()"
"""As an operator has it: structlog loads `rich` where a development tool has brought it, which costs a tenth."""

SALESBOT = ("-c", AS_INSTALLED, "serve")


def measure(folder: Path) -> list[Line]:
    """Start `salesbot serve`, file a visit, kill it, and again; beside it the peer, each as often."""
    url = f"sqlite:///{folder}/starting.db"
    upgrade(url)
    rep = seat_everybody(url)[0]
    config = str(_config(folder, url))
    ours, costs, theirs = [], [], []
    for number in range(ROUNDS + 1):
        with Server(folder, *SALESBOT, "--config", config) as server:
            ours.append(server.first_answer(submission(rep, number)))
            costs.append(server.cpu())
        with Server(folder, "-m", "benchmarks.serve", "peer", f"sqlite:///{folder}/peer.db", "8") as server:
            theirs.append(server.first_answer(submission(rep, number)))
    kept = _visits(folder / "starting.db")
    after = statistics.median(ours[1:])
    return [
        Line("first answer after a start", f"{ours[0]:.2f} s ({costs[0]:.2f} s of CPU)", "< 1 s", ours[0] < 1),
        Line(
            "first answer after kill -9",
            f"{after:.2f} s ({statistics.median(costs[1:]):.2f} s of CPU)",
            "< 1 s",
            after < 1,
        ),
        Line("… the peer's, for each of ours", f"{statistics.median(theirs) / statistics.median(ours):.1f} x", ""),
        Line("… visits answered before a kill and found after", f"{kept} of {len(ours)}", "all", kept == len(ours)),
    ]


def _config(folder: Path, url: str) -> Path:
    file = folder / "config.toml"
    keys = {
        "app_id": APP_ID,
        "app_secret": "none",
        "encrypt_key": ENCRYPT_KEY,
        "verification_token": TOKEN,
        "domain": NOBODY,
    }
    lines = [f'{name} = "{value}"' for name, value in keys.items()]
    file.write_text("\n".join(["[feishu]", *lines, "[storage]", f'url = "{url}"']), encoding="utf-8")
    return file


def _visits(file: Path) -> int:
    with sqlite3.connect(file) as db:
        count: int = db.execute("SELECT count(*) FROM visits").fetchone()[0]
    return count
