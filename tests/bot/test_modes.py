"""Webhook or long connection: what each needs in the settings, and what readiness says of it."""

import pytest

from bot.app import edge_of
from bot.config import ConfigError, Settings
from bot.feishu.inbound import ForgedError
from bot.feishu.signatures import Seal
from tests.installation import MONDAY, Installation

APP = {"app_id": "cli_0123456789abcdef", "app_secret": "a secret"}


def test_a_long_connection_needs_no_secrets_of_the_webhook() -> None:
    settings = Settings.of({"feishu": APP | {"mode": "websocket"}})
    assert settings.feishu.encrypt_key.reveal() == ""


def test_a_webhook_without_its_secrets_is_refused_with_the_way_out() -> None:
    with pytest.raises(ConfigError) as no:
        Settings.of({"feishu": APP})
    said = str(no.value)
    assert "feishu.encrypt_key: is missing" in said
    assert "feishu.verification_token: is missing" in said
    assert 'mode = "websocket"' in said
    with pytest.raises(ConfigError, match=r"feishu\.mode"):
        Settings.of({"feishu": APP | {"mode": "carrier pigeon"}})


def test_with_a_long_connection_orders_are_signed_with_a_key_of_their_own() -> None:
    settings = Settings.of({"feishu": APP | {"mode": "websocket", "encrypt_key": "k", "verification_token": "t"}})
    key, timestamp, body = settings.feishu.order_key, str(int(MONDAY.timestamp())), b'{"do":"push"}'
    assert key not in ("a secret", "k")

    def signed(with_key: str) -> dict[str, str]:
        signature = Seal(with_key).signature(timestamp, "order", body)
        return {"X-Lark-Request-Timestamp": timestamp, "X-Lark-Request-Nonce": "order", "X-Lark-Signature": signature}

    edge = edge_of(settings)
    assert edge.open_order(signed(key).get, body, MONDAY) == {"do": "push"}
    for wrong in ("k", "a secret"):
        with pytest.raises(ForgedError):
            edge.open_order(signed(wrong).get, body, MONDAY)


class Down:
    """A long connection that has been down for so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.down_for = seconds


@pytest.mark.parametrize(
    "seconds, ok, said", [(0.0, True, "up"), (59.0, True, "down for 59 s"), (61.0, False, "down for 61 s")]
)
def test_readiness_says_how_long_nothing_could_come_in(lite: Installation, seconds: float, ok: bool, said: str) -> None:
    assert "connection" not in lite.app.readiness().found
    lite.app.line = Down(seconds)
    ready = lite.app.readiness()
    assert (ready.ok, ready.found["connection"]) == (ok, said)
    assert f"salesbot_long_connection_up {float(not seconds)}".encode() in lite.app.metrics.exposition()
