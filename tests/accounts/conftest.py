"""Sentences are compared in English, the language they are written in."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import translation


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def link_in_mail(mailoutbox) -> Callable[[], str]:
    """The address that the last e-mail sends its reader to."""

    def last_link() -> str:
        return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)

    return last_link


@pytest.fixture
def sign_in(client):
    """Signs somebody in by the form, and gives the answer."""

    def by_form(user, password, **extra):
        return client.post("/account/login/", {"login": user.email, "password": password}, **extra)

    return by_form
