"""How allauth talks to a provider. It finds this module by its name."""

import secrets
from typing import Any

import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coophub.identity.claims import Said, said_by
from coophub.identity.configuration import IdentityProvider
from coophub.identity.selectors import provider_named
from coophub.identity.signed_tokens import TokenRefusedError, read_token


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Asks the provider who somebody is. `nonce` is what we sent along, and has to come back in the token."""

    nonce = ""

    @property
    def ours(self) -> IdentityProvider:
        return provider_named(self.provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes of itself: under its own name, and over https when we reach it by that."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._published()
        return self._openid_config

    def _published(self) -> dict[str, Any]:
        config = self._get(self.ours.discovery_address)
        if config.get("issuer") != self.ours.issuer:
            raise OAuth2Error("The provider calls itself otherwise.")
        addresses = [config.get(name, "") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        scheme = "https://" if self.ours.issuer.startswith("https://") else "http"
        if not all(str(address).startswith(scheme) for address in addresses):
            raise OAuth2Error("The provider has no safe address.")
        return config

    def keys(self) -> dict[str, Any]:
        return self._get(self.openid_config["jwks_uri"])

    def _get(self, address: str, **headers: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error("The provider answers with something else.")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error for whatever is not right about the token."""
        try:
            claims = read_token(kwargs["response"].get("id_token", ""), self.ours, self.keys(), needs=("exp", "sub"))
        except TokenRefusedError as error:
            raise OAuth2Error(str(error)) from error
        if not self.nonce or claims.get("nonce") != self.nonce:
            raise OAuth2Error("This token was given before.")
        try:
            said = said_by(self.ours, claims, self._userinfo(token.token, claims["sub"]))
        except ValueError as error:
            raise OAuth2Error(str(error)) from error
        return self.get_provider().sociallogin_from_response(request, said)

    def _userinfo(self, access_token: str, sub: str) -> dict[str, Any]:
        """Nothing when it is about somebody else than the token."""
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        found = self._get(address, Authorization=f"Bearer {access_token}")
        if found.get("sub") != sub:
            raise OAuth2Error("The provider tells of somebody else.")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("identity:callback", args=[self.provider_id])))


class CallbackView(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        """The state goes with its first use, and the nonce with it."""
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


class CoopHubProvider(OpenIDConnectProvider):
    oauth2_adapter_class = ProviderAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the sign-in page of the provider. What an address of ours asks for beside it is not passed on."""
        nonce = secrets.token_urlsafe(24)
        auth_params = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(
            request, process, next_url=next_url, auth_params=auth_params, nonce=nonce
        )
        return answer

    def extract_uid(self, data: Said) -> str:
        return data.subject

    def extract_extra_data(self, data: Said) -> dict[str, Any]:
        return data.kept

    def extract_common_fields(self, data: Said) -> dict[str, Any]:
        return {"email": data.email, "name": data.name}

    def extract_email_addresses(self, data: Said) -> list[EmailAddress]:
        if not data.email:
            return []
        return [EmailAddress(email=data.email, verified=data.email_is_verified, primary=True)]


provider_classes = [CoopHubProvider]

AWAY = (requests.RequestException, OAuth2Error, ValueError, KeyError)
"""What comes of a provider that is away, or answers with something else than it should."""
