"""The pages behind the links of officials: the code is asked, and its giver is known again in the same browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from coophub.audit.middleware import client_address
from coophub.web.errors import DomainError
from coophub.web.page_headers import unlisted
from initiatives.forms.answering import CodeForm
from initiatives.models.code_links import CodeLink
from initiatives.selectors.people import wants_no_invitations
from initiatives.services.code_links import Opened

KNOWN_LINKS = "initiatives_known_links"
STATUS = {Opened.WRONG: 403, Opened.LOCKED: 403, Opened.HELD: 429}

Link = TypeVar("Link", bound=CodeLink)
LinkIn = TypeVar("LinkIn", bound=CodeLink, contravariant=True)


class OpensLink(Protocol[LinkIn]):
    """Says what somebody who comes by a link gets, and writes it down."""

    def __call__(self, *, link: LinkIn, address: str, code: str | None = None, is_known: bool = False) -> Opened: ...


class ChangesLink(Protocol[LinkIn]):
    """Does something with a link. Raises DomainError when it may not be."""

    def __call__(self, *, link: LinkIn) -> None: ...


@dataclass(frozen=True)
class LinkPages(Generic[Link]):
    """What differs between the pages of two kinds of link: `page` and `stop_page` are the names of their addresses,
    `read` and `closed` what is shown to who gave the code and to who comes by a link that is no longer good.
    """

    page: str
    stop_page: str
    unknown_template: str
    code_template: str
    find: Callable[[str], Link | None]
    email_of: Callable[[Link], str]
    open: OpensLink[Link]
    send_another: ChangesLink[Link]
    stop: ChangesLink[Link]
    allow: ChangesLink[Link]
    read: Callable[[HttpRequest, Link, str], HttpResponse]
    closed: Callable[[HttpRequest, Link, bool], HttpResponse]


LinkView = Callable[..., HttpResponse]


def views_of(pages: LinkPages[Link]) -> tuple[LinkView, LinkView, LinkView]:
    """The page behind a link, the way to a new code, and the page to say "never again"."""

    @sensitive_post_parameters("code")
    @require_http_methods(["GET", "HEAD", "POST"])
    def official(request: HttpRequest, token: str) -> HttpResponse:
        return _official(request, token, pages)

    @require_POST
    def another_code(request: HttpRequest, token: str) -> HttpResponse:
        return _another_code(request, token, pages)

    @require_http_methods(["GET", "HEAD", "POST"])
    def stop(request: HttpRequest, token: str) -> HttpResponse:
        return _stop(request, token, pages)

    return official, another_code, stop


def _official(request: HttpRequest, token: str, pages: LinkPages[Link]) -> HttpResponse:
    """What the link is for, for who gave the code. Every opening is logged."""
    link = pages.find(token)
    if link is None:
        return _unknown(request, pages)
    is_known, form = _is_known(request, link), CodeForm(request.POST if "code" in request.POST else None)
    code = form.cleaned_data["code"] if form.is_bound and form.is_valid() else None
    outcome = pages.open(link=link, address=client_address(request), code=code, is_known=is_known)
    if outcome == Opened.RIGHT:
        request.session[KNOWN_LINKS] = [*request.session.get(KNOWN_LINKS, []), link.token_sha256]
        return unlisted(redirect(pages.page, token=token))
    if outcome == Opened.CLOSED:
        return unlisted(pages.closed(request, link, is_known))
    if outcome == Opened.READ:
        return unlisted(pages.read(request, link, token))
    context = {"token": token, "link": link, "form": _told(form, outcome)}
    return unlisted(render(request, pages.code_template, context, status=STATUS.get(outcome, 200)))


def _another_code(request: HttpRequest, token: str, pages: LinkPages[Link]) -> HttpResponse:
    """Sends the official a new code, to the address that the link was made for and to no other."""
    link = pages.find(token)
    if link is None:
        return _unknown(request, pages)
    try:
        pages.send_another(link=link)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We sent a new code. The one before does not work any more."))
    return unlisted(redirect(pages.page, token=token))


def _stop(request: HttpRequest, token: str, pages: LinkPages[Link]) -> HttpResponse:
    """Who got a link says "never again", or takes that back. The link is their proof, also one that is not good any
    more; the page tells nothing of the group or the address.
    """
    link = pages.find(token)
    if link is None:
        return _unknown(request, pages)
    if request.method == "POST":
        deed = pages.allow if "allow" in request.POST else pages.stop
        deed(link=link)
        return unlisted(redirect(pages.stop_page, token=token))
    context = {"stopped": wants_no_invitations(pages.email_of(link))}
    return unlisted(render(request, "initiatives/stop_emails.html", context))


def _unknown(request: HttpRequest, pages: LinkPages[Link]) -> HttpResponse:
    return unlisted(render(request, pages.unknown_template, status=404))


def _is_known(request: HttpRequest, link: CodeLink) -> bool:
    """Whether they gave the code before, in this browser."""
    return link.token_sha256 in request.session.get(KNOWN_LINKS, [])


def _told(form: CodeForm, outcome: Opened) -> CodeForm:
    """The form for the code, with what was wrong with the last one."""
    sentences = {
        Opened.WRONG: _("This is not the code. Look in the newest e-mail with a code, or have a new one sent."),
        Opened.HELD: _("There were too many tries. Wait fifteen minutes and try again."),
        Opened.LOCKED: _(
            "There were so many wrong codes that this link is locked. Ask who sent it to you for a new link."
        ),
    }
    if outcome not in sentences:
        return form
    form = form if form.is_bound else CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    form.add_error("code", sentences[outcome])
    return form
