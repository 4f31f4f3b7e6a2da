"""When a connection counts as dead though its process lives, and how long to wait before the next one."""

from random import Random
from typing import Final

from sales.records import dataclass

FATAL: Final = {403, 514, 1000040344, 1000040350}
"""What asking again at once does not mend; the SDK gives up for good on these."""

ADVICE: Final = {
    403: "the platform forbids it: is the app self-built, enabled, and its version published?",
    514: "the platform does not accept the app's secret: check feishu.app_id and feishu.app_secret",
    1000040344: "the platform does not know the app: check feishu.app_id, feishu.app_secret and feishu.domain",
    1000040350: "the app has 50 connections already: stop other processes that use the same app",
}
"""What an operator can do about a refusal, by its code."""

OTHERWISE: Final = "the platform refuses: in the console, choose the long connection for events and for callbacks"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to bear with what, in seconds; `pings` is in intervals between two pings.

    `to_start` goes from the start of the process to its first beat, `beats` from one to the next. Waiting before
    another start begins at `first` and doubles up to `most`; after a refusal it is `refused`. It begins anew after a
    connection that held for `settled`.
    """

    to_start: float = 45.0
    beats: float = 10.0
    pings: float = 2.5
    to_leave: float = 6.0
    first: float = 0.5
    most: float = 60.0
    refused: float = 300.0
    settled: float = 30.0

    def pause(self, failures: int, *, refused: bool, dice: Random) -> float:
        """How long to wait after so many failures in a row; drawn, so that a thousand bots do not come at once."""
        longest = self.refused if refused else min(self.most, self.first * 2 ** min(failures - 1, 16))
        return longest * dice.uniform(0.5, 1.0)


@dataclass(slots=True)
class Watch:
    """What is known of one child process, by a clock that only goes forward; made at its start."""

    patience: Patience
    began: float
    connected_at: float | None = None
    beat_at: float | None = None
    heard_at: float = 0.0
    ping: float = 120.0

    def connected(self, now: float) -> None:
        """Note that it has its connection."""
        self.connected_at = self.beat_at = self.heard_at = now

    def beat(self, now: float, heard: float, ping: float) -> None:
        """Note a sign of life: the platform was heard `heard` seconds ago, and is asked every `ping` seconds."""
        self.beat_at, self.heard_at, self.ping = now, now - heard, ping

    def fault(self, now: float) -> str:
        """Why it should be killed; empty when nothing is wrong."""
        if self.beat_at is None:
            return "never connected" if now - self.began > self.patience.to_start else ""
        if now - self.beat_at > self.patience.beats:
            return "no sign of life"
        return "no pong" if now - self.heard_at > self.patience.pings * self.ping else ""

    def settled(self, now: float) -> bool:
        """Whether the connection held long enough for the next trouble to be a new one."""
        return self.connected_at is not None and now - self.connected_at >= self.patience.settled
