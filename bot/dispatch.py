"""One delivery, one transaction, one answer; and the same delivery again gets the same answer.

What a handler refuses leaves no trace but the refusal; what hits a bug of ours is kept whole for a retry.
"""

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.exc import IntegrityError

from bot import views
from bot.answers import EMPTY, answer, answer_late, press_body, with_toast
from bot.context import House, Reply
from bot.deliveries import Delivery, MenuChosen, Pressed, Said
from bot.errors import Refusal
from bot.respond import Responder
from bot.router import Switchboard
from bot.text import Text
from sales.breaches import RuleBroken
from sales.records import dataclass
from storage import attention, facts, inbox
from storage.engine import Connection
from storage.inbox import Failure, State
from storage.uow import ConflictError, UnavailableError, UnitOfWork

PATIENCE: Final = 2.4
"""Seconds after a delivery came in until which it may wait for its commits; Feishu gives up on an answer after 3."""

LEAST: Final = 0.2
"""Seconds that a commit gets however late it is."""

_ALREADY = Text(
    "之前已经提交过了，这次的改动没有保存。要改请点「修改」。",
    'This was submitted before, and the new changes were not saved. Please use "Edit".',
)
_NOT_NOW = Text(
    "还没能确认保存。请稍后再点一次，不会重复。",
    "Not confirmed yet. Please press again in a moment; nothing is kept twice.",
)
_REF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What references are made of: no letters that are mistaken for one another over the phone."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP body and what became of the delivery: answered, replayed, refused, failed, ignored or unavailable."""

    body: str
    outcome: str


class Dispatcher:
    """Answers deliveries. Safe to share between threads."""

    def __init__(self, db: UnitOfWork, switchboard: Switchboard, house: House) -> None:
        """Take the database, the handlers and the settings that handlers go by."""
        self._db = db
        self._house = house
        self._responder = Responder(switchboard, house)
        self._own_open_id: str | None = None

    def handle(self, delivery: Delivery, envelope: str, now: datetime, waited: float = 0.0) -> Answer:
        """Answer one delivery that came in `waited` seconds ago; `envelope` is its JSON, kept if a bug of ours strikes.

        Raises `UnavailableError` when the database cannot take an event: it was not answered and must come again.
        """
        if isinstance(delivery, Said) and self._is_aside(delivery):
            return Answer(EMPTY, "ignored")
        try:
            return self._answer(delivery, envelope, now, time.monotonic() + PATIENCE - waited)
        except UnavailableError:
            if isinstance(delivery, Pressed):
                return Answer(press_body(Reply(toast=_NOT_NOW, tone="warning")), "unavailable")
            raise

    def retry(self, failure: Failure, delivery: Delivery) -> str:
        """Run a kept delivery again, as of the time it came in; says `answered` or `refused`.

        A bug that is still there is raised, and the delivery stays kept.
        """
        until = time.monotonic() + PATIENCE
        return self._write(until, lambda db: self._again(db, failure, delivery)).outcome

    def _answer(self, delivery: Delivery, envelope: str, now: datetime, until: float) -> Answer:
        try:
            return self._settle(delivery, now, until)
        except UnavailableError:
            raise
        except Exception as bug:  # noqa: BLE001 - whatever it is, the person's entry must survive it
            failure = self._failure(delivery, envelope, now, bug)
        return self._write(until, lambda db: self._keep(db, delivery, failure))

    def _settle(self, delivery: Delivery, now: datetime, until: float) -> Answer:
        try:
            return self._write(until, lambda db: self._once(db, delivery, now))
        except (Refusal, RuleBroken) as no:
            refusal = no
        return self._write(until, lambda db: self._refuse(db, delivery, refusal, now))

    def _write(self, until: float, work: Callable[[Connection], Answer]) -> Answer:
        """Commit before a moment of the monotonic clock, or say that the database is not available."""
        try:
            return self._db.write(work, patience=_left(until))
        except (ConflictError, IntegrityError):
            # Another process answered the same delivery first, and this time its answer is found; or two waited for
            # each other, and this one gave way.
            return self._db.write(work, patience=_left(until))

    def _once(self, db: Connection, delivery: Delivery, now: datetime) -> Answer:
        keys = self._responder.keys(delivery)
        if given := inbox.answer_given(db, keys):
            return Answer(given.answer if given.same else with_toast(given.answer, _ALREADY), "replayed")
        ctx = self._responder.context(db, delivery, now)
        body = answer(ctx, self._responder.respond(ctx), kind(delivery))
        if ctx.person and isinstance(delivery, Said | Pressed | MenuChosen):
            attention.acted(db, ctx.person.id, now)
        inbox.keep_answer(db, keys, kind(delivery), body, now)
        return Answer(body, "answered")

    def _refuse(self, db: Connection, delivery: Delivery, no: Refusal | RuleBroken, now: datetime) -> Answer:
        """Remembered for this delivery only: the same form may be pressed again with something better in it."""
        keys = inbox.Keys(delivery.key)
        if given := inbox.answer_given(db, keys):
            return Answer(given.answer, "replayed")
        ctx = self._responder.context(db, delivery, now)
        body = answer(ctx, self._responder.refuse(ctx, no), "refusal")
        inbox.keep_answer(db, keys, kind(delivery), body, now)
        return Answer(body, "refused")

    def _failure(self, delivery: Delivery, envelope: str, now: datetime, bug: Exception) -> Failure:
        ref = "".join(secrets.choice(_REF_LETTERS) for _ in range(6))
        _log.error("delivery_failed", ref=ref, kind=kind(delivery), key=delivery.key, exc_info=bug)
        error = f"{type(bug).__name__} in {_place(bug)}"
        return Failure(ref, kind(delivery), State.FAILED, now, envelope, error)

    def _keep(self, db: Connection, delivery: Delivery, failure: Failure) -> Answer:
        keys = inbox.Keys(delivery.key)
        if given := inbox.answer_given(db, keys):
            return Answer(given.answer, "replayed")
        ctx = self._responder.context(db, delivery, failure.received_at)
        if isinstance(delivery, Pressed):
            body = press_body(Reply(toast=views.failure_words(failure.ref), tone="error"))
        else:
            body = answer(ctx, Reply(views.failure_card(failure.ref)), "failure")
        inbox.keep_failure(db, delivery.key, failure, body)
        for admin in self._house.admins:
            once = f"failure/{failure.kind}/{failure.received_at:%Y-%m-%dT%H}/{admin}"
            ctx.notify(admin, views.failure_notice(failure.ref, failure.kind), about="failure", dedupe=once)
        return Answer(body, "failed")

    def _again(self, db: Connection, failure: Failure, delivery: Delivery) -> Answer:
        keys = self._responder.keys(delivery)
        done = inbox.answer_given(db, inbox.Keys("", keys.act)) if keys.act else None
        if done:
            # The person filled the form in again meanwhile, and that time it worked.
            inbox.mark_retried(db, failure.ref, inbox.Keys(keys.event), done.answer)
            return Answer(done.answer, "answered")
        ctx = self._responder.context(db, delivery, failure.received_at)
        try:
            with db.begin_nested():
                outcome, reply = "answered", self._responder.respond(ctx)
        except (Refusal, RuleBroken) as no:
            keys, outcome, reply = inbox.Keys(keys.event), "refused", self._responder.refuse(ctx, no)
        body = answer_late(ctx, reply, kind(delivery))
        inbox.mark_retried(db, failure.ref, keys, body)
        return Answer(body, outcome)

    def _is_aside(self, said: Said) -> bool:
        """Whether people of a group talk among themselves; only what mentions the bot is for it."""
        if said.is_direct:
            return False
        if self._own_open_id is None:
            self._own_open_id = self._db.read(lambda db: facts.get(db, "bot_open_id"))
        own = self._own_open_id
        return not any(mention.open_id == own if own else mention.is_bot for mention in said.mentions)


def kind(delivery: Delivery) -> str:
    """The short name of a delivery for lists and logs: `Said`, `Pressed:visits.FileVisit`."""
    name = type(delivery).__name__
    return f"{name}:{_form(delivery)}" if isinstance(delivery, Pressed) else name


def _form(pressed: Pressed) -> str:
    """The name of the form as far as it could be one: it comes from outside and goes into a column."""
    name = str(pressed.value.get("do"))[:48]
    return name if name.isprintable() else "?"


def _left(until: float) -> float:
    return max(LEAST, until - time.monotonic())


def _place(bug: Exception) -> str:
    """Where a bug was raised, without its message, which may hold what a person typed."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
