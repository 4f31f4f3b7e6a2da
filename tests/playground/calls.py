"""What the tests of the open-apis send, and how they read a refusal."""

import requests

from tests.playground.card_cases import button, card, plain

HELLO = {"text": "你好"}
CARD = card(button(), header={"title": plain("日报", "Daily")})
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def refused(answer: requests.Response) -> tuple[int, int]:
    """The HTTP status and Feishu's code."""
    return answer.status_code, answer.json()["code"]
