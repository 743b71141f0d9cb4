"""Keeps the secrets of second factors unreadable for who gets hold of the database without the server's key."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db.models import QuerySet
from django.utils.encoding import force_bytes

from coophub.web.written_once import written_once


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken when it was written with neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Whether somebody has a second factor. Every page of staff asks it, so that question is written once."""
        if types is not None or user.is_anonymous:
            return bool(super().is_mfa_enabled(user, types))
        return bool(_second_factors(user.pk))


@written_once
def _second_factors(user: int) -> QuerySet[Authenticator, tuple[int]]:
    found: QuerySet[Authenticator, tuple[int]] = Authenticator.objects.filter(user=user).values_list("pk")
    return found


def _keys() -> MultiFernet:
    """The newest first: it writes, all of them read."""
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str | bytes) -> bytes:
    # SECRET_KEY has entropy enough, so one round of a hash with a purpose of its own makes a good key.
    return base64.urlsafe_b64encode(hashlib.sha256(b"coophub.accounts.mfa:" + force_bytes(secret)).digest())
