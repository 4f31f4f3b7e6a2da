"""Machines with addresses of their own share one PostgreSQL; one is cut off in the midst of its work and comes back."""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from storage.upgrade import upgrade
from tests.faults.checker import Evidence, assert_held
from tests.faults.grounds import Ground
from tests.faults.machines.doors import Route
from tests.faults.machines.networks import SWITCH, Machine, Network, missing, within
from tests.faults.machines.people import calmly_at_work
from tests.faults.machines.shared_server import shared_database
from tests.faults.subjects import Subject

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "this machine can play a network"),
    pytest.mark.timeout(400),
]

WEB, WORKER = 8080, 8081
HELD = 4711
"""The number of a lock that somebody on the machine that is cut off has taken."""

GIVEN_UP = 25.0
"""Seconds within which either side must have given the other up: promised are 11, by default it would be an hour."""


@dataclass
class Site:
    """Machines with the bot on them: the ports here by which people reach each, and by which an onlooker does."""

    ground: Ground
    network: Network
    url: str
    machines: Sequence[Machine]
    fronts: Sequence[int]
    insides: Sequence[int]

    def serve(self, number: int, port: int, *words: str) -> Subject:
        """Start the bot on a machine."""
        machine = self.machines[number]
        file = self.ground.folder / f"{machine.name}.toml"
        said = self.ground.file.read_text(encoding="utf-8").replace(self.ground.feishu.url, self._feishu[number])
        said = said.replace(f'url = "{self.ground.url}"', f'url = "{self.url}"')
        file.write_text(said.replace("[server]\n", f'[server]\nhost = "{machine.address}"\n'), encoding="utf-8")
        words = ("serve", *words, "--port", str(port))
        return Subject(file, words, self.ground.subject.environment, machine.inside)

    def __post_init__(self) -> None:
        """Let the local Feishu be reached by a proxy on each machine: the SDK wants TLS for others."""
        outside = self.network.way_out(int(self.ground.feishu.url.rpartition(":")[2]))
        (door,) = self.network.doors(outside)
        routes = [Route(each.net, ("127.0.0.1", 0), each.net, (SWITCH, door)) for each in self.machines]
        self._feishu = [f"http://127.0.0.1:{port}" for port in self.network.doors(*routes)]

    def turned(self) -> "Site":
        """The same with the machines in the other order: the one that was spared is now the one to be cut off."""
        order = self.machines[::-1], self.fronts[::-1], self.insides[::-1]
        return Site(self.ground, self.network, self.url, *order)

    def state(self, number: int, patience: float = 30.0) -> int:
        """What a machine says of its readiness to somebody who sits before it; 0 if it does not answer in time."""
        try:
            return requests.get(f"http://127.0.0.1:{self.insides[number]}/readyz", timeout=patience).status_code
        except requests.RequestException:
            return 0

    def goes_on(self, more: int = 10) -> None:
        """Wait until so many more entries have been accepted, of whichever machine."""
        before = len(self.ground.history.acked())
        self.ground.until(lambda: len(self.ground.history.acked()) >= before + more, 60)


@pytest.fixture
def site(tmp_path: Path, lots: random.Random) -> Iterator[Site]:
    """Two machines, nothing running on them yet."""
    with Network() as network, shared_database(network) as shared:
        upgrade(shared.aside)
        with closing(Ground(tmp_path, shared.aside, lots, reps=3)) as ground:
            machines = [network.machine() for _ in range(2)]
            fronts = network.doors(*(network.way_in(each, WEB) for each in machines))
            insides = network.doors(*(within(each, WEB) for each in machines))
            yield Site(ground, network, shared.url, machines, fronts, insides)


@contextmanager
def serving(site: Site, *modes: tuple[int, tuple[str, ...]]) -> Iterator[list[Subject]]:
    """The bot on both machines, in one or more processes on each."""
    with ExitStack() as kept:
        yield [kept.enter_context(site.serve(number, port, *words)) for number in range(2) for port, words in modes]


def holding(site: Site, number: int) -> None:
    """Let somebody on a machine be in the middle of a transaction."""
    command = [sys.executable, "-m", "tests.faults.machines.holder", site.url, str(HELD)]
    holder = site.network.start(command, site.machines[number])
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"


def is_free(site: Site) -> bool:
    return site.ground.rows(f"SELECT pg_try_advisory_xact_lock({HELD})") == [(True,)]


def caught_in_the_middle(site: Site) -> None:
    """Let messages be asked for whose answers Feishu takes long to take, so that a cut finds calls under way."""
    site.ground.feishu.faults.fail("/open-apis/im/v1/messages", times=4, delay=2.0)
    site.ground.until(lambda: site.ground.rows("SELECT id FROM outbox WHERE lease_until IS NOT NULL"), 60)


def cut_off_and_brought_back(site: Site) -> None:
    """The nemesis: everything that must hold while one of two machines is away, and when it is back."""
    site.goes_on()
    holding(site, 0)
    assert not is_free(site)
    caught_in_the_middle(site)
    began = time.monotonic()
    with site.network.cut(site.machines[0]):
        site.ground.history.add("nemesis", said="cut off")
        site.goes_on()
        assert site.state(0) == 503, "it must say that its database is gone, not hang"
        assert time.monotonic() - began < GIVEN_UP + 15
        site.ground.until(lambda: is_free(site), GIVEN_UP)
    site.ground.history.add("nemesis", said=f"back after {time.monotonic() - began:.1f} s")
    back = time.monotonic()
    site.ground.until(lambda: site.state(0) == 200, 30)
    print(f"works again {time.monotonic() - back:.1f} s after it is back")  # noqa: T201 - shown by -rP
    site.goes_on()


def test_a_machine_that_is_cut_off_is_not_waited_for_and_comes_back(site: Site) -> None:
    with serving(site, (WEB, ())) as subjects:
        site.ground.subject = subjects[1]
        with calmly_at_work(site.ground, site.fronts):
            cut_off_and_brought_back(site)
        site.ground.settle(60)
        assert_held(Evidence.taken(site.ground.history, site.ground.url, site.ground.feishu, slowest=15))


@pytest.mark.long
def test_so_it_is_with_web_and_workers_apart_and_with_either_machine(site: Site) -> None:
    with serving(site, (WEB, ("--web",)), (WORKER, ("--worker",))) as subjects:
        site.ground.subject = subjects[-1]
        with calmly_at_work(site.ground, site.fronts, 0.05):
            for _ in range(2):
                cut_off_and_brought_back(site)
                site = site.turned()
        site.ground.settle(90)
        assert_held(Evidence.taken(site.ground.history, site.ground.url, site.ground.feishu, slowest=15))
