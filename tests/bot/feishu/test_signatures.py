"""The signature and the cipher, against values worked out with Feishu's own recipe."""

import hashlib

import pytest

from bot.feishu.signatures import Seal
from tests.wire_bodies import KEY, sealed

SEAL = Seal(KEY)


def ciphertext(plain: bytes) -> str:
    return sealed(plain).decode().removeprefix('{"encrypt":"').removesuffix('"}')


def test_the_signature_is_of_timestamp_nonce_key_and_body() -> None:
    assert SEAL.signature("1", "2", b"body") == hashlib.sha256(b"12" + KEY.encode() + b"body").hexdigest()


def test_a_signature_is_of_these_very_bytes() -> None:
    good = SEAL.signature("1", "n", b'{"a":1}')
    assert SEAL.signs(good, "1", "n", b'{"a":1}')
    assert not SEAL.signs(good, "1", "n", b'{"a": 1}')
    assert not SEAL.signs(good, "2", "n", b'{"a":1}')
    assert not SEAL.signs(good.upper(), "1", "n", b'{"a":1}')


@pytest.mark.parametrize("signature", ["", "é", "0" * 64, "0" * 10_000])
def test_no_other_string_signs(signature: str) -> None:
    assert not SEAL.signs(signature, "1", "n", b"")


def test_the_documented_example_opens() -> None:
    """From the page "encrypt key": the key `test key` opens this to `hello world`."""
    opened = Seal("test key").open("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=")
    assert opened is not None
    assert opened.startswith(b"hello world")


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 1000])
def test_what_was_sealed_opens_with_its_padding(length: int) -> None:
    opened = SEAL.open(ciphertext(b"x" * length))
    assert opened is not None
    assert opened.rstrip(b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10") == b"x" * length


@pytest.mark.parametrize("sealed_text", ["", "AAAA", "!" * 44, "A" * 43, "é" * 44, "A" * 22 + "==", "A" * 64 + " "])
def test_what_is_no_ciphertext_is_nothing(sealed_text: str) -> None:
    assert SEAL.open(sealed_text) is None
