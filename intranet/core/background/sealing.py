"""Keeping something so that only who holds the key can read it: ``SEAL_KEY``, else ``SECRET_KEY``."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
#: Boxes are as long as this at least, so that the length says nothing of what is in them.
PADDED = 40


def keyed(purpose: str, words: str) -> str:
    """The same for the same words, and of no use to who has not the key."""
    return hmac.new(_key(purpose), words.encode(), sha256).hexdigest()


def enclose(words: str, *, about: str) -> bytes:
    """``words`` encrypted; ``about`` says what the box belongs to, and it opens nowhere else."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key("box")).encrypt(nonce, words.ljust(PADDED).encode(), about.encode())


def disclose(box: bytes, *, about: str) -> str:
    """The words of a box. Raises ``cryptography.exceptions.InvalidTag`` where it was made with another key or for something else."""
    return AESGCM(_key("box")).decrypt(box[:NONCE], box[NONCE:], about.encode()).decode().rstrip()


def _key(purpose: str) -> bytes:
    return _derived(getattr(settings, "SEAL_KEY", "") or settings.SECRET_KEY, purpose)


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"roost {purpose}".encode()).derive(secret.encode())
