"""People who leave the machines time for something else: programs start beside them, on no more than two cores."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.faults.clients import Client, Mail, at_work
from tests.faults.grounds import Ground


class Calm(Client):
    """A client that takes a breath between two wishes."""

    def breathe(self, seconds: float) -> None:
        """Wait so long after each wish."""
        self._pause = seconds


@contextmanager
def calmly_at_work(ground: Ground, ports: Sequence[int], breath: float = 0.2) -> Iterator[None]:
    """Everybody at work for as long as the block lasts, at whichever ports the list holds at that moment."""
    mail = Mail(ground.feishu)
    clients = [Calm(mail, ground.history, rep, ports, random.Random(n), 20) for n, rep in enumerate(ground.reps)]
    for each in clients:
        each.breathe(breath)
    with at_work(clients):
        yield
