"""Whether a provider really signed a token, for us, now."""

from collections.abc import Mapping
from typing import Any

import jwt

from coophub.identity.configuration import IdentityProvider

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""With a key that the provider alone has: never `none`, and never a shared secret, for which somebody could take the
public key.
"""
LEEWAY_SECONDS = 60
"""So far clocks may be apart."""


class TokenRefusedError(Exception):
    """A token that is not what it says: forged, of another, for another, or too old."""


def read_token(
    token: str, provider: IdentityProvider, keys: Mapping[str, Any], *, needs: tuple[str, ...]
) -> dict[str, Any]:
    """Its claims, once signature, issuer, audience and times are right and it has what it `needs`.

    Raises TokenRefusedError.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=ALGORITHMS,
            issuer=provider.issuer,
            audience=provider.client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "iat", *needs]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenRefusedError(str(error)) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise TokenRefusedError("It was made for another.")
    return claims


def _key_of(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that the token names; the only one when it names none."""
    named = jwt.get_unverified_header(token).get("kid")
    found = [
        key
        for key in jwt.PyJWKSet.from_dict(dict(keys)).keys
        if key.public_key_use in (None, "sig") and named in (None, key.key_id)
    ]
    if len(found) != 1:
        raise TokenRefusedError("It is signed with a key that the provider does not have.")
    return found[0]
