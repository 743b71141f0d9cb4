"""A real provider on loopback, and a browser that walks there and back. Sentences are compared in English."""

import dataclasses
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from coophub.identity.configuration import IdentityProvider
from coophub.web import clock

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

CLIENT, SECRET = "coophub", "a secret of this test"


@dataclass(frozen=True)
class RunningProvider:
    """What the tests do at the provider: set what it says of somebody, sign in there, and sign with its own key."""

    address: str
    app: Any

    def says(self, sub: str, **claims: Any) -> None:
        requests.put(f"{self.address}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def sign_in(self, address: str, sub: str, **data: str) -> str:
        """Where the provider sends the browser that came with this address."""
        answer = requests.post(address, data={"sub": sub, **data}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    @property
    def key(self) -> dict[str, Any]:
        """Its private key, by the name under which it publishes the other half."""
        [published] = requests.get(f"{self.address}/jwks", timeout=5).json()["keys"]
        with self.app.app_context() as context:
            for prepare in self.app.before_request_funcs[None]:
                prepare()
            # The package keeps it by another library on Python 3.12 and later; each knows one of these two words.
            whole = context.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True, private=True)
        return {**whole, "kid": published["kid"]}

    def signed(self, **claims: Any) -> str:
        """A token that is signed with the key of the provider."""
        return token_with(self.key, **claims)


def token_with(key: dict[str, Any], **claims: Any) -> str:
    return jwt.encode(claims, jwt.PyJWK(key, "RS256"), headers={"kid": key["kid"]})


@contextmanager
def running_provider() -> Iterator[RunningProvider]:
    """A provider of the package, which answers on loopback on the day of the test."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield RunningProvider(f"http://localhost:{server.server_port}", server.app)


@pytest.fixture(scope="session")
def running() -> Iterator[RunningProvider]:
    with running_provider() as found:
        yield found


@pytest.fixture
def provider(running: RunningProvider) -> IdentityProvider:
    return IdentityProvider(
        slug="entra", name="Ministerie", issuer=running.address, client_id=CLIENT, client_secret=SECRET
    )


@pytest.fixture
def set_provider(settings, provider) -> Callable[..., IdentityProvider]:
    """Sets the provider, with what a test wants otherwise."""

    def with_changes(**changes: Any) -> IdentityProvider:
        changed = dataclasses.replace(provider, **changes)
        settings.OIDC_PROVIDERS = (changed,)
        return changed

    with_changes()
    return with_changes


@pytest.fixture
def walk(client, running, set_provider) -> Callable[..., HttpResponse]:
    """Signs somebody in with the provider, and gives the answer to where they come back.

    `change` may change the address that leads to the provider.
    """

    def there_and_back(
        sub: str, *, browser: Client = client, change: Callable[[str], str] = str, **fields: str
    ) -> HttpResponse:
        started = browser.post("/account/with/entra/start/", fields)
        assert started.status_code == 302, started.content
        return browser.get(running.sign_in(change(started.url), sub))

    return there_and_back


@pytest.fixture
def logout_claims(running) -> dict[str, Any]:
    """Those of a message that is good, about “anna”."""
    now = int(clock.now().timestamp())
    return {
        "iss": running.address,
        "aud": CLIENT,
        "iat": now,
        "exp": now + 120,
        "jti": f"message-{now}",
        "sub": "anna",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }


def asked(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
