"""The shape that most Feishu bots in Python have: lark-oapi's dispatcher behind Flask, and one ORM object committed.

It does what the SDK's samples and Flask-SQLAlchemy's quick start show, and nothing beyond: no check of who may, no
answer kept, no audit, SQLite as it comes. A press is kept once by a unique event id.
"""

import sys
from collections.abc import Callable

import lark_oapi as lark
from flask import Flask, Response
from lark_oapi.adapter.flask import parse_req, parse_resp
from lark_oapi.api.im.v1 import P2ImMessageMessageReadV1
from lark_oapi.event.callback.model.p2_card_action_trigger import P2CardActionTrigger, P2CardActionTriggerResponse
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from waitress import serve

from benchmarks.keys import ENCRYPT_KEY, PATH, TOKEN


class Base(DeclarativeBase):
    """The tables of the peer."""


class Visit(Base):
    """One filed visit."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    rep: Mapped[str]
    customer: Mapped[str]
    contact: Mapped[str]
    kind: Mapped[str]
    purpose: Mapped[str]
    outcome: Mapped[str]
    next_step: Mapped[str]


FIELDS = ("customer", "contact", "kind", "purpose", "outcome", "next_step")


def keeping(url: str) -> Flask:
    """The peer as a WSGI application on a database of its own, in which it keeps every submission."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    return _web(lambda press: _file(engine, press))


def thanking() -> Flask:
    """The same without a database: a toast for every submission, nothing kept."""
    return _web(lambda _: P2CardActionTriggerResponse({"toast": {"type": "success", "content": "V-1"}}))


def _web(pressed: Callable[[P2CardActionTrigger], P2CardActionTriggerResponse]) -> Flask:
    builder = lark.EventDispatcherHandler.builder(ENCRYPT_KEY, TOKEN, lark.LogLevel.ERROR)
    builder.register_p2_card_action_trigger(pressed)
    builder.register_p2_im_message_message_read_v1(_ignore)
    handler = builder.build()
    web = Flask("peer")

    @web.post(PATH)
    def events() -> Response:
        response: Response = parse_resp(handler.do(parse_req()))
        return response

    return web


def _file(engine: Engine, press: P2CardActionTrigger) -> P2CardActionTriggerResponse:
    typed = press.event.action.form_value
    row = {name: typed[name] for name in FIELDS}
    with Session(engine) as session:
        visit = Visit(event_id=press.header.event_id, rep=press.event.operator.open_id, **row)
        session.add(visit)
        session.commit()
        number = visit.id
    return P2CardActionTriggerResponse({"toast": {"type": "success", "content": f"V-{number}"}})


def _ignore(_event: P2ImMessageMessageReadV1) -> None:
    """Thank for it, and do nothing."""


if __name__ == "__main__":
    serve(keeping(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=int(sys.argv[3]), ident=None)
