"""Requests of which more is known, for the type checker."""

from django.http import HttpRequest

from coophub.accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` gets."""

    user: User
