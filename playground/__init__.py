"""A Feishu on this machine: practice room, demonstration and test double."""

from playground.acts import Delivered
from playground.clients import ClientRefusedError, RequiredMissing
from playground.clocks import HandClock, OffsetClock
from playground.faults import Faults
from playground.feishu import FakeFeishu
from playground.people import Chat, Message, Person, Toast

__all__ = [
    "Chat",
    "ClientRefusedError",
    "Delivered",
    "FakeFeishu",
    "Faults",
    "HandClock",
    "Message",
    "OffsetClock",
    "Person",
    "RequiredMissing",
    "Toast",
]
