"""Asking an official for the code of a link, and knowing them again in the same browser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from initiatives.forms.answering import CodeForm
from initiatives.models.code_links import CodeLink
from initiatives.services.code_links import Opened

KNOWN_LINKS = "initiatives_known_links"
STATUS = {Opened.WRONG: 403, Opened.LOCKED: 403, Opened.HELD: 429}


def code_form(request: HttpRequest) -> CodeForm:
    return CodeForm(request.POST if "code" in request.POST else None)


def code_typed(form: CodeForm) -> str | None:
    return form.cleaned_data["code"] if form.is_bound and form.is_valid() else None


def is_known(request: HttpRequest, link: CodeLink) -> bool:
    """Whether they gave the code before, in this browser."""
    return link.token_sha256 in request.session.get(KNOWN_LINKS, [])


def remember(request: HttpRequest, link: CodeLink) -> None:
    request.session[KNOWN_LINKS] = [*request.session.get(KNOWN_LINKS, []), link.token_sha256]


def ask_for_code(
    request: HttpRequest, template: str, form: CodeForm, outcome: Opened, *, context: dict[str, Any]
) -> HttpResponse:
    """The form for the code, with what was wrong with the last one."""
    sentences = {
        Opened.WRONG: _("This is not the code. Look in the newest e-mail with a code, or have a new one sent."),
        Opened.HELD: _("There were too many tries. Wait fifteen minutes and try again."),
        Opened.LOCKED: _(
            "There were so many wrong codes that this link is locked. Ask who sent it to you for a new link."
        ),
    }
    if outcome in sentences:
        form = form if form.is_bound else CodeForm({"code": ""})
        form.full_clean()
        form.errors.clear()
        form.add_error("code", sentences[outcome])
    return render(request, template, {**context, "form": form}, status=STATUS.get(outcome, 200))
