"""What went wrong, for programs (RFC 9457): one document with everything that is wrong with a request, and where."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from pydantic.alias_generators import to_camel

from coophub.portal.api.documents import CamelDocument
from coophub.web.formats import filesize

PROBLEM = "application/problem+json"

KINDS: dict[int, tuple[str | Promise, str | Promise]] = {
    400: (gettext_lazy("Not understood"), gettext_lazy("This request is not written as the API asks.")),
    401: (gettext_lazy("You are not known"), gettext_lazy("Send a token that is good, as Authorization: Bearer.")),
    403: (gettext_lazy("Not allowed"), gettext_lazy("This may not be done.")),
    404: (gettext_lazy("Not found"), gettext_lazy("There is nothing at this address.")),
    405: (gettext_lazy("Not possible here"), gettext_lazy("This address does not take this method.")),
    409: (gettext_lazy("Not now"), gettext_lazy("This does not fit with how things stand now.")),
    412: (
        gettext_lazy("Changed in the meantime"),
        gettext_lazy("Somebody changed this after you read it. Read it again, then write."),
    ),
    413: (gettext_lazy("Too large"), gettext_lazy("What you send may be at most %(most)s.")),
    415: (gettext_lazy("Another kind of content"), gettext_lazy("Send JSON, with Content-Type: application/json.")),
    422: (
        gettext_lazy("Not possible with these values"),
        gettext_lazy("This reads well, but cannot be used."),
    ),
    428: (
        gettext_lazy("Say what you read"),
        gettext_lazy("Send the ETag of what you changed as If-Match, so that nobody overwrites another."),
    ),
    429: (gettext_lazy("Too fast"), gettext_lazy("You asked too much in a short time. Wait, then ask again.")),
    500: (gettext_lazy("A fault of ours"), gettext_lazy("Something went wrong here. Try again later.")),
    503: (gettext_lazy("Away for a moment"), gettext_lazy("The database cannot be reached. Try again in a moment.")),
}
"""Of each status what it is called, and what is said where nothing more is known."""

MOST_BYTES = 512 * 1024
"""Of a body: a plan has some thousands."""


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: with a value in the body, at a JSON pointer, or with a parameter of the address."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None

    @property
    def document(self) -> dict[str, str]:
        place = {"pointer": self.pointer} if self.pointer is not None else {"parameter": str(self.parameter)}
        return {"detail": self.detail, **place}


class WrongDocument(CamelDocument):
    """One thing that is wrong: a value in the body at a JSON pointer, or a parameter of the address."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class ProblemDocument(CamelDocument):
    """What went wrong (RFC 9457), with everything that is wrong at once."""

    type: str
    status: int
    title: str
    detail: str
    errors: list[WrongDocument] | None = None


class ProblemError(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, status: int, detail: str = "", *, errors: Sequence[Wrong] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors

    @property
    def answer(self) -> HttpResponse:
        return problem(self.status, self.detail, errors=self.errors)


def problem(status: int, detail: str = "", *, errors: Sequence[Wrong] = ()) -> HttpResponse:
    """The answer for a request that goes no further."""
    title, usual = KINDS.get(status, (HTTPStatus(status).phrase, HTTPStatus(status).description))
    document: dict[str, Any] = {
        "type": type_address(status),
        "status": status,
        "title": str(title),
        "detail": detail or str(usual) % {"most": filesize(MOST_BYTES)},
    }
    if errors:
        document["errors"] = [wrong.document for wrong in errors]
    return HttpResponse(json.dumps(document, ensure_ascii=False), status=status, content_type=PROBLEM)


def type_address(status: int) -> str:
    """Where a person reads what it means."""
    return f"{settings.SITE_URL}{reverse('portal:api')}#problem-{status}"


def wrong_parameters(form: BaseForm) -> list[Wrong]:
    """What a form of a page says of what was asked, by the names of the API."""
    return [
        Wrong(sentence, parameter=to_camel(name)) for name, said in form.errors.items() for sentence in map(str, said)
    ]
