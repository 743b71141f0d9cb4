"""A token counts when the provider signed it, for us, now."""

import base64
import hmac
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from coophub.identity.claims import said_by
from coophub.identity.signed_tokens import TokenRefusedError, read_token
from coophub.web import clock
from tests.identity.conftest import CLIENT

MINUTE = 60


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def keys(key):
    return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": "one", "use": "sig"}]}


@pytest.fixture
def claims(provider):
    now = int(clock.now().timestamp())
    return {"iss": provider.issuer, "aud": CLIENT, "sub": "anna", "iat": now, "exp": now + 5 * MINUTE}


def read(token, provider, keys):
    return read_token(token, provider, keys, needs=("exp", "sub"))


def signed(claims, key, kid="one", algorithm="RS256"):
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_token_of_the_provider_counts(provider, keys, claims, key):
    assert read(signed(claims, key), provider, keys)["sub"] == "anna"
    assert read(signed(claims, key, kid=None), provider, keys)["sub"] == "anna"
    assert read(signed({**claims, "aud": [CLIENT, "other"], "azp": CLIENT}, key), provider, keys)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 4_000_000_000, "exp": 4_000_000_300},
        {"iat": None},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": 7},
    ],
)
def test_token_of_another_or_another_time_is_refused(provider, keys, claims, key, change):
    changed = {name: value for name, value in {**claims, **change}.items() if value is not None}
    with pytest.raises(TokenRefusedError):
        read(signed(changed, key), provider, keys)


def test_forged_signature_is_refused(provider, keys, claims, key):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(TokenRefusedError):
        read(signed(claims, other), provider, keys)
    with pytest.raises(TokenRefusedError):
        read(signed(claims, key, kid="two"), provider, keys)
    head, _body, signature = signed(claims, key).split(".")
    with pytest.raises(TokenRefusedError):
        read(f"{head}.{encoded({**claims, 'sub': 'bram'})}.{signature}", provider, keys)


def test_public_key_is_no_shared_secret(provider, keys, claims, key):
    """HS256 with the key that everybody can read, and no signature at all."""
    secret = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = f"{encoded({'alg': 'HS256', 'kid': 'one'})}.{encoded(claims)}"
    signature = base64.urlsafe_b64encode(hmac.digest(secret, said.encode(), "sha256")).rstrip(b"=").decode()
    with pytest.raises(TokenRefusedError):
        read(f"{said}.{signature}", provider, keys)
    with pytest.raises(TokenRefusedError):
        read(jwt.encode(claims, None, algorithm="none", headers={"kid": "one"}), provider, keys)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", None, "." * 10_000])
def test_rubbish_is_refused(provider, keys, token):
    with pytest.raises(TokenRefusedError):
        read(token, provider, keys)


@pytest.mark.parametrize("published", [{}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "RSA"}]}, {"keys": [7]}])
def test_rubbish_for_keys_is_refused(provider, claims, key, published):
    with pytest.raises(TokenRefusedError):
        read(signed(claims, key), provider, published)


@pytest.mark.parametrize("sub", [None, "", 7, ["anna"], "a" * 192])
def test_provider_has_to_say_who_it_is(provider, sub):
    with pytest.raises(ValueError, match="who this is"):
        said_by(provider, {"sub": sub}, {})


def test_what_the_signed_token_says_goes_over_what_was_asked_later(provider):
    said = said_by(provider, {"sub": "anna", "email": "a@example.org"}, {"email": "b@example.org", "name": "Anna"})
    assert (said.email, said.name) == ("a@example.org", "Anna")
    assert not said_by(provider, {"sub": "anna"}, {"amr": ["mfa"]}).has_second_factor
