"""The message with which a provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coophub.identity.configuration import IdentityProvider
from coophub.identity.signed_tokens import LEEWAY_SECONDS, TokenRefusedError, read_token

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST = 255
MOST_MINUTES = 60
"""Longer than this no such message is good, whatever it says itself: so long we remember which were heard."""


@dataclass(frozen=True)
class Logout:
    """Who signed out: a person (`sub`), a session there (`sid`), or both."""

    jti: str
    sub: str
    sid: str
    good_until: dt.datetime


def read_logout(token: str, provider: IdentityProvider, keys: Mapping[str, Any]) -> Logout:
    """Raises TokenRefusedError."""
    claims = read_token(token, provider, keys, needs=("exp", "jti"))
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise TokenRefusedError("It is no message of a sign-out.")
    if "nonce" in claims:
        raise TokenRefusedError("It has a nonce, as a token of a sign-in has.")
    if claims["exp"] - claims["iat"] > MOST_MINUTES * 60:
        raise TokenRefusedError("It is good for too long.")
    jti, sub, sid = (_text(claims, name) for name in ("jti", "sub", "sid"))
    if not jti or not (sub or sid):
        raise TokenRefusedError("It does not say who signed out.")
    good_until = dt.datetime.fromtimestamp(claims["exp"] + LEEWAY_SECONDS, tz=dt.UTC)
    return Logout(jti=jti, sub=sub, sid=sid, good_until=good_until)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TokenRefusedError(f"Its {name} is no text.")
    return value
