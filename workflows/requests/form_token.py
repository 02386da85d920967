"""The signed token of an open form: says how long it has been open, and makes two clicks one request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing

# Nobody reads and fills the form faster; programs do.
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 60 * 60
_signer = signing.TimestampSigner(salt="ghidanh.request-form")


@dataclass(frozen=True)
class FormToken:
    """What a token says; without a key it is none, or too old."""

    key: str = ""
    is_too_fast: bool = False


def new_token() -> str:
    """Return a token for a form that is opened now."""
    return _signer.sign(secrets.token_hex(16))


def read_token(token: str) -> FormToken:
    """Read a token as it came back."""
    try:
        key = _signer.unsign(token, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return FormToken()
    try:
        _signer.unsign(token, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return FormToken(key)
    return FormToken(key, is_too_fast=True)
