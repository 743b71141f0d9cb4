"""Advisors write down what a municipality does for co-operatives, and send its officials a link to keep it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.audit.selectors import entries_of
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.forms.policies import QUESTIONS, PolicyForm, PolicyLinkForm, PolicyWithdrawalForm, written_down
from initiatives.models import Municipality, PolicyTopic
from initiatives.selectors import policies as selectors
from initiatives.services import policies as services

TRAIL_SHOWN = 20


@login_required
@require_safe
def policy(request: SignedInRequest, code: str) -> HttpResponse:
    """What is known of a municipality with who said it, the links of its officials, and the trail."""
    return _page(request, _kept_by(request, code), PolicyLinkForm())


@login_required
@require_POST
def send_link(request: SignedInRequest, code: str) -> HttpResponse:
    municipality = _kept_by(request, code)
    form = PolicyLinkForm(request.POST)
    if form.is_valid():
        try:
            link = services.send_policy_link(municipality=municipality, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            sent = _("We send %(name)s an e-mail with the link, and another with the code.")
            messages.success(request, sent % {"name": link.official_name})
            return redirect("initiatives:policy", code=code)
    return _page(request, municipality, form)


@login_required
@require_POST
def withdraw_link(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    municipality = _kept_by(request, code)
    link = get_object_or_404(municipality.policy_links.select_related("municipality"), pk=pk)
    try:
        services.withdraw_policy_link(link=link, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("initiatives:policy", args=[code]))
    messages.success(request, _("The link does not work any more. What was said by it stays."))
    return redirect("initiatives:policy", code=code)


@login_required
def state(request: SignedInRequest, code: str, topic: str) -> HttpResponse:
    municipality, found = _kept_by(request, code), _topic(topic)
    known = selectors.newest_statements(municipality).get(found)
    known = known if known and known.is_known else None
    form = PolicyForm(request.POST or None, topic=found, initial=written_down(known))
    if request.method == "POST" and form.is_valid():
        try:
            services.state_policy(municipality=municipality, topic=found, user=request.user, **form.facts)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It stands on the page of %(name)s.") % {"name": municipality})
            return redirect("initiatives:policy", code=code)
    context = {"form": form, "known": known, "withdrawal_form": PolicyWithdrawalForm()}
    return _topic_page(request, municipality, found, context)


@login_required
@require_POST
def withdraw(request: SignedInRequest, code: str, topic: str) -> HttpResponse:
    municipality, found = _kept_by(request, code), _topic(topic)
    form = PolicyWithdrawalForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw_policy(
                municipality=municipality, topic=found, reason=form.cleaned_data["reason"], user=request.user
            )
        except DomainError as error:
            return conflict(request, error, back=reverse("initiatives:policy", args=[code]))
        messages.success(request, _("It says “not known yet” again. What stood there is in the history."))
        return redirect("initiatives:policy", code=code)
    known = selectors.newest_statements(municipality).get(found)
    context = {
        "form": PolicyForm(topic=found, initial=written_down(known)),
        "known": known,
        "withdrawal_form": form,
    }
    return _topic_page(request, municipality, found, context)


def _kept_by(request: SignedInRequest, code: str) -> Municipality:
    require(request.user, "initiatives.keep_policies")
    return get_object_or_404(Municipality.objects.select_related("went_into"), pk=code.upper())


def _topic(name: str) -> PolicyTopic:
    if name not in PolicyTopic.values:
        raise Http404
    return PolicyTopic(name)


def _page(request: SignedInRequest, municipality: Municipality, form: PolicyLinkForm) -> HttpResponse:
    links = selectors.links_of_municipality(municipality)
    refusal = may.why_not_keep_policies(municipality, request.user)
    context = {
        "room": "knowledge",
        "municipality": municipality,
        "refusal": refusal,
        "lines": [(line, QUESTIONS[line.topic]) for line in selectors.policy_of(municipality)],
        "links": [(link, may.why_not_withdraw_policy_link(link, request.user) is None) for link in links],
        "form": form,
        "trail": entries_of(municipality)[:TRAIL_SHOWN],
    }
    return render(request, "initiatives/policy.html", context, status=409 if form.is_bound and refusal else 200)


def _topic_page(
    request: SignedInRequest, municipality: Municipality, topic: PolicyTopic, context: dict[str, Any]
) -> HttpResponse:
    if request.method != "POST" and (refusal := may.why_not_keep_policies(municipality, request.user)):
        return conflict(request, refusal.sentence, back=reverse("initiatives:policy", args=[municipality.pk]))
    words = {"room": "knowledge", "municipality": municipality, "topic": topic}
    return render(request, "initiatives/policy_topic.html", {**context, **words})
