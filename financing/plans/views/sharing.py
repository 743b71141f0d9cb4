"""Private links: a group makes and withdraws them, and others read by them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coophub.audit.middleware import client_address
from coophub.reports.models import ReportJob
from coophub.reports.services import request_report
from coophub.web.page_headers import unlisted
from coophub.web.requests import PageRequest, SignedInRequest
from coophub.web.streams import stored_file
from financing.plans.forms.sharing import PassPhraseForm, ShareForm
from financing.plans.models import ShareLink, ShareVisit
from financing.plans.reports import PLAN, parameters_of
from financing.plans.selectors import sharing, versions
from financing.plans.services import sharing as sharing_services
from financing.plans.services import versions as versions_services
from financing.plans.tables.assumptions import assumption_groups
from financing.plans.views.access import visible_plan
from financing.plans.views.results import plan_context, whole_result

NEW_LINK = "plans_new_link"
KNOWN_LINKS = "plans_known_links"


@sensitive_post_parameters("pass_phrase")
@login_required
def links(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The private links of a plan, who came by them, and the form that makes a new one."""
    plan = visible_plan(request.user, slug, pk, do="plans.share_plan")
    form = ShareForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        version = form.chosen_version or versions_services.freeze_plan(
            plan=plan, name=_("For %(recipient)s") % {"recipient": data["recipient"]}, user=request.user
        )
        new = sharing_services.share_version(
            version=version,
            recipient=data["recipient"],
            days=data["days"],
            pass_phrase=data["pass_phrase"],
            key=data["key"],
            user=request.user,
        )
        if new.token is not None:
            # Shown once, on the page that follows; then only its hash is left.
            request.session[NEW_LINK] = {"pk": new.link.pk, "token": new.token}
        return redirect("plans:links", slug=slug, pk=pk)
    found = sharing.links_of(plan)
    context = {
        **plan_context(request, plan, "links"),
        "form": form,
        "links": found,
        "new_address": _take_new_address(request, found) if request.method == "GET" else "",
    }
    response = render(request, "plans/links.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _take_new_address(request: SignedInRequest, links: list[sharing.LinkInWords]) -> str:
    new = request.session.get(NEW_LINK)
    if not new or new["pk"] not in [found.link.pk for found in links]:
        return ""
    del request.session[NEW_LINK]
    return f"{settings.SITE_URL}{reverse('plans:shared', args=[new['token']])}"


@login_required
@require_POST
def revoke_link(request: SignedInRequest, slug: str, pk: int, link_pk: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, pk, do="plans.share_plan")
    link = get_object_or_404(ShareLink, pk=link_pk, version__plan=plan)
    sharing_services.revoke_link(link=link, user=request.user)
    messages.success(request, _("The link is withdrawn. Nobody can read the plan by it any more."))
    return redirect("plans:links", slug=slug, pk=pk)


@sensitive_post_parameters("pass_phrase")
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A version of a plan for who has its private link. Every visit is logged."""
    link = sharing.link_with_token(token)
    if link is None:
        return unlisted(render(request, "plans/shared_unknown.html", status=404))
    form = PassPhraseForm(request.POST or None)
    given = form.cleaned_data["pass_phrase"] if request.method == "POST" and form.is_valid() else None
    outcome = sharing_services.open_link(
        link=link, address=client_address(request), pass_phrase=given, is_known=_is_known(request, link)
    )
    if outcome == ShareVisit.Outcome.RIGHT:
        request.session[KNOWN_LINKS] = [*request.session.get(KNOWN_LINKS, []), link.token_sha256]
        return unlisted(redirect("plans:shared", token=token))
    if outcome == ShareVisit.Outcome.READ:
        return unlisted(_read(request, link, token))
    if outcome == ShareVisit.Outcome.CLOSED:
        return unlisted(render(request, "plans/shared_closed.html", {"link": link}, status=410))
    if outcome == ShareVisit.Outcome.WRONG:
        form.add_error("pass_phrase", _("This is not the pass phrase. Ask who sent you the link."))
    if outcome == ShareVisit.Outcome.HELD:
        form.add_error("pass_phrase", _("There were too many wrong pass phrases. Try again in fifteen minutes."))
    status = {ShareVisit.Outcome.WRONG: 403, ShareVisit.Outcome.HELD: 429}.get(outcome, 200)
    return unlisted(render(request, "plans/shared_pass_phrase.html", {"form": form}, status=status))


@require_http_methods(["GET", "POST"])
def shared_report(request: PageRequest, token: str) -> HttpResponse:
    """Has the PDF made for who has a private link, and says how far it is."""
    link = sharing.link_with_token(token)
    if link is None or not sharing_services.may_read(link=link, is_known=_is_known(request, link)):
        # The page of the plan says why, asks for the pass phrase, and keeps the log of it.
        return unlisted(redirect("plans:shared", token=token))
    job = _job_of(link)
    if request.method == "POST":
        if job is None or job.state == ReportJob.State.FAILED:
            request_report(kind=PLAN, subject=link.version.plan, user=None, parameters=parameters_of(link.version))
        return unlisted(redirect("plans:shared_report", token=token))
    if job is None:
        return unlisted(redirect("plans:shared", token=token))
    template = "plans/_shared_report.html" if request.htmx else "plans/shared_report.html"
    return unlisted(render(request, template, {"job": job, "token": token, "version": link.version}))


@require_GET
def shared_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The PDF itself. Every download is logged."""
    link = sharing.link_with_token(token)
    job = None if link is None else _job_of(link)
    if link is None or job is None or job.state != ReportJob.State.DONE:
        return unlisted(redirect("plans:shared", token=token))
    is_known = _is_known(request, link)
    if not sharing_services.may_read(link=link, is_known=is_known):
        return unlisted(redirect("plans:shared", token=token))
    response = stored_file(job.file, name=job.filename, content_type=job.content_type)
    sharing_services.open_link(link=link, address=client_address(request), is_known=is_known, is_download=True)
    return unlisted(response)


def _job_of(link: ShareLink) -> ReportJob | None:
    return sharing.report_of_version(link.version, kind=PLAN, language=get_language() or "nl")


def _is_known(request: HttpRequest, link: ShareLink) -> bool:
    return link.token_sha256 in request.session.get(KNOWN_LINKS, [])


def _read(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    version = link.version
    outcome = versions.version_outcome(version)
    context = {
        "link": link,
        "token": token,
        "version": version,
        "plan": version.plan,
        "initiative": version.plan.initiative,
        **whole_result(outcome, version.home_points),
        "assumptions": assumption_groups(outcome.document),
    }
    return render(request, "plans/shared.html", context)
