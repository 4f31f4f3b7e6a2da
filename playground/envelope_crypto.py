"""Sealing a delivery.

AES-256-CBC under the Encrypt Key, SHA-256 over what is sent (encrypt-key-encryption page).
"""

import base64
import hashlib
import secrets
from datetime import datetime

import orjson
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def compact(body: object) -> bytes:
    """Write JSON without spaces: another implementation signs what it would have written itself."""
    return orjson.dumps(body)


def encrypted(plain: bytes, key: str) -> bytes:
    """Write `{"encrypt": base64(iv + ciphertext)}`; the key is SHA-256 of the Encrypt Key."""
    iv = secrets.token_bytes(16)
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(iv)).encryptor()
    sealed = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    return compact({"encrypt": base64.b64encode(iv + sealed).decode()})


def signature_headers(body: bytes, key: str, now: datetime) -> dict[str, str]:
    """Sign the raw bytes: lower-case hex of SHA-256(timestamp + nonce + key + body)."""
    timestamp, nonce = str(int(now.timestamp())), secrets.token_hex(8)
    digest = hashlib.sha256((timestamp + nonce + key).encode() + body).hexdigest()
    return {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": digest,
    }
