"""What a provider says of somebody at a sign-in, read from claims of which the signature was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from coophub.identity.configuration import IdentityProvider
from coophub.web.fields import EmailField, KvkNumberField

LONGEST_SUBJECT = 191
TRUE = (True, "true", "True", "1")
"""Providers write it as a truth or as a word; a bare 1 equals True."""


@dataclass(frozen=True)
class Said:
    """What was said, as far as CoopHub uses it. `subject` is who it is at the provider, for always."""

    subject: str
    sub: str
    sid: str
    name: str
    email: str
    email_is_verified: bool
    kvk_number: str
    roles: tuple[str, ...]
    has_second_factor: bool

    @property
    def kept(self) -> dict[str, Any]:
        """What stays with the account until the next sign-in; name and address are the account's own."""
        return {
            "sub": self.sub,
            "sid": self.sid,
            "kvk_number": self.kvk_number,
            "roles": list(self.roles),
            "second_factor": self.has_second_factor,
        }


def said_by(provider: IdentityProvider, token: Mapping[str, Any], more: Mapping[str, Any]) -> Said:
    """`token` are the claims of the ID token, `more` those of the userinfo, over which the token goes.

    Raises ValueError when the subject is missing or no text.
    """
    claims = {**more, **token}
    email = _email(claims.get(provider.email_claim))
    return Said(
        subject=_subject(claims.get(provider.subject_claim)),
        sub=_subject(token.get("sub")),
        sid=_text(token.get("sid"), 200),
        name=_text(claims.get("name"), 150),
        email=email,
        email_is_verified=bool(email) and claims.get(provider.email_verified_claim) in TRUE,
        kvk_number=_kvk_number(claims.get(provider.kvk_claim)),
        roles=_roles(provider, claims.get(provider.roles_claim)),
        has_second_factor=_has_second_factor(provider, token),
    )


def _subject(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_SUBJECT:
        raise ValueError("The provider does not say who this is.")
    return value


def _text(value: Any, longest: int) -> str:
    """A line of plain text; what is none, or too long to be one, is left out."""
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= longest else ""


def _email(value: Any) -> str:
    try:
        return str(EmailField(required=False).clean(value)).lower() if isinstance(value, str) else ""
    except ValidationError:
        return ""


def _kvk_number(value: Any) -> str:
    try:
        return str(KvkNumberField(required=False).clean(value)) if isinstance(value, str) else ""
    except ValidationError:
        return ""


def _values(value: Any) -> set[str]:
    """Of a claim that holds one word, words with spaces between them, or a list of words."""
    if isinstance(value, str):
        return {value, *value.split()}
    return {item for item in value if isinstance(item, str)} if isinstance(value, list) else set()


def _roles(provider: IdentityProvider, value: Any) -> tuple[str, ...]:
    named = _values(value)
    return tuple(sorted({role for word, role in provider.roles if word in named}))


def _has_second_factor(provider: IdentityProvider, token: Mapping[str, Any]) -> bool:
    """Only what the signed token itself says of this very sign-in."""
    return bool(provider.second_factor & (_values(token.get("amr")) | _values(token.get("acr"))))
