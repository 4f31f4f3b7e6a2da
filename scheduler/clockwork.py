"""What wakes us: a tick every few seconds. What is due is worked out by whoever is woken."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

SOON = timedelta(seconds=1)
"""How long the first tick leaves the processor to whoever waited for the process to be up."""


class _Soon(IntervalTrigger):  # type: ignore[misc]  # published without types
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Begin soon, then go on by the interval; from now, where the one before lies farther away than that."""
        if previous_fire_time is None:
            first: datetime = now + min(self.interval, SOON)
            return first
        following: datetime = super().get_next_fire_time(previous_fire_time, now)
        # APScheduler would count every tick of the years that a clock jumps ahead.
        return following if now < following <= now + self.interval else now + self.interval


class _InStep(MemoryJobStore):  # type: ignore[misc]  # published without types
    """APScheduler goes by the wall clock: set back an hour, it would be silent for that hour."""

    def __init__(self, every: float) -> None:
        super().__init__()
        self._farthest = timedelta(seconds=every)

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """What is due; a tick that lies farther ahead than ticks lie apart was set before the clock was turned."""
        for job in self.get_all_jobs():
            if job.next_run_time > now + self._farthest:
                job._modify(next_run_time=now)  # noqa: SLF001 - as the scheduler does it, whose lock is held
                self.update_job(job)
        due: list[Job] = super().get_due_jobs(now)
        return due


class Clockwork:
    """Calls `tick` every `every` seconds in a thread of its own, the first time soon.

    A tick that takes longer makes the next ones coalesce into one; one that is late is never dropped; one
    that fails is logged by APScheduler (name `apscheduler.executors.default`) and does not stop the next. A
    clock that jumps changes nothing: the next tick comes within `every` seconds of real time.
    """

    def __init__(self, tick: Callable[[], None], every: float) -> None:
        self._tick = tick
        self._every = every
        self._scheduler = BackgroundScheduler(
            jobstores={"default": _InStep(every)},
            executors={"default": ThreadPoolExecutor(1)},
            timezone=UTC,
        )

    @property
    def alive(self) -> bool:
        """Whether the counting thread runs; APScheduler's own `running` stays true after that thread died."""
        thread = self._scheduler._thread  # noqa: SLF001 - the only place that knows
        return thread is not None and thread.is_alive()

    def start(self) -> None:
        """Begin to tick."""
        # One job that never ends: APScheduler's thread dies if it is stopped while it removes one that has.
        self._scheduler.add_job(
            self._tick,
            _Soon(seconds=self._every, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more, once a tick under way has ended."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
