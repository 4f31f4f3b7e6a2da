"""How Feishu signs and encrypts what it posts to us.

Source: open.feishu.cn/document, "Encrypt Key" under event subscription: AES-256-CBC with the SHA-256 of the key, the IV
in front, PKCS#7; the signature is the hex SHA-256 of timestamp, nonce, key and the raw body, one after another.
"""

import base64
import binascii
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16


class Seal:
    """One Encrypt Key: checks signatures in constant time and opens what was encrypted under it."""

    def __init__(self, encrypt_key: str) -> None:
        """Derive what is needed from the key as it stands in the console."""
        self._key = encrypt_key.encode()
        self._aes = algorithms.AES(hashlib.sha256(self._key).digest())

    def signs(self, signature: str, timestamp: str, nonce: str, body: bytes) -> bool:
        """Whether this is the signature of these very bytes; upper-case hex is not, as with Feishu's own SDK."""
        return hmac.compare_digest(self.signature(timestamp, nonce, body).encode(), signature.encode())

    def signature(self, timestamp: str, nonce: str, body: bytes) -> str:
        """The signature of these bytes: 64 lower-case hex digits."""
        return hashlib.sha256(timestamp.encode() + nonce.encode() + self._key + body).hexdigest()

    def open(self, sealed: str) -> bytes | None:
        """The plain bytes with their padding still behind them, or None for what is no ciphertext at all.

        The padding is not looked at: JSON ends by itself, and what is not checked cannot be asked for as an oracle.
        """
        try:
            raw = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(raw) < 2 * BLOCK or len(raw) % BLOCK:
            return None
        decryptor = Cipher(self._aes, modes.CBC(raw[:BLOCK])).decryptor()
        return decryptor.update(raw[BLOCK:]) + decryptor.finalize()
