"""slack-bolt behind Flask: a signed slash command, acknowledged with a word, as its pages show it.

It speaks with Slack, so it is sent what Slack would send; everything else is equal.
"""

from flask import Flask, Response, request
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from benchmarks.keys import PATH, SLACK_SECRET


def thanking() -> Flask:
    """The peer as a WSGI application."""
    app = App(signing_secret=SLACK_SECRET, authorize=_allowed)
    app.command("/visit")(_thank)
    handler = SlackRequestHandler(app)
    web = Flask("peer")

    @web.post(PATH)
    def events() -> Response:
        response: Response = handler.handle(request)
        return response

    return web


def _allowed() -> AuthorizeResult:
    """Asks no platform, which is not there."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-none", bot_id="B1", bot_user_id="U1")  # noqa: S106


def _thank(ack: Ack) -> None:
    ack("filed")
