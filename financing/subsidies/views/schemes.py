"""The pages on which schemes are made: write, preview, put up, approve and publish, next version."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.schemes import (
    ChooseFactForm,
    ConditionForm,
    NewSchemeForm,
    ReturnForm,
    rows_of,
    sections_of,
)
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import EligibilityRule, SchemeVersion
from financing.subsidies.papers.letters.examples import example_letter
from financing.subsidies.papers.letters.kinds import KINDS, letter_choices, letter_context
from financing.subsidies.procedure.may.roles import why_not_approve_schemes, why_not_manage_schemes
from financing.subsidies.procedure.may.schemes import why_not_publish, why_not_put_up
from financing.subsidies.procedure.signing import scheme_to_sign
from financing.subsidies.schemes.examples import example_named
from financing.subsidies.schemes.facts import FACTS
from financing.subsidies.selectors import schemes
from financing.subsidies.services import schemes as schemes_services
from financing.subsidies.tables.budget import ceiling_table
from financing.subsidies.views.access import MANAGE_SCHEMES, read_of, visible_version, visible_version_draft


@login_required
@require_safe
def scheme_list(request: SignedInRequest) -> HttpResponse:
    require(request.user, "subsidies.view_schemes")
    context = {
        "room": "schemes",
        "schemes": schemes.schemes_with_versions(),
        "can_manage": why_not_manage_schemes(request.user) is None,
    }
    return render(request, "subsidies/scheme_list.html", context)


@login_required
def new_scheme(request: SignedInRequest) -> HttpResponse:
    """A name, and an example to start from."""
    require(request.user, MANAGE_SCHEMES)
    form = NewSchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["start_from"]
        try:
            version = schemes_services.create_scheme(
                name=form.cleaned_data["name"],
                document=example_named(key).document if key else None,
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("subsidies:scheme_version", pk=version.pk)
    return render(request, "subsidies/new_scheme.html", {"room": "schemes", "form": form})


@login_required
@require_safe
def scheme_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a version holds, what it lacks, and the next step."""
    version = visible_version(request.user, pk)
    user = request.user
    can_judge = (why_not_approve_schemes(user) or why_not_publish(version, user)) is None
    can_put_up = why_not_put_up(version) is None
    context = {
        **_frame(version),
        "outline": schemes.scheme_outline(version, sections_of(version)),
        "applications": version.applications.filter(submitted_at__isnull=False).count(),
        "can_manage": why_not_manage_schemes(user) is None,
        "can_propose": can_put_up and version.proposed_at is None,
        "sign_form": SignForm(to_sign=scheme_to_sign(version)) if can_judge and can_put_up else None,
        "return_form": ReturnForm() if can_judge else None,
    }
    return render(request, "subsidies/scheme_version.html", context)


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page as the public will see it."""
    version = visible_version(request.user, pk)
    context = schemes.public_scheme(version)
    context |= {"table": ceiling_table(context["ceilings"]), "is_preview": True}
    return render(request, "subsidies/scheme.html", context)


@login_required
@require_safe
def preview_letter(request: SignedInRequest, pk: int, letter: str) -> HttpResponse:
    """How a letter of this scheme reads, with made-up facts."""
    version = visible_version(request.user, pk)
    if letter not in KINDS:
        raise Http404
    found = example_letter(version, letter)
    context = {**_frame(version), **letter_context(found), "kinds": letter_choices(), "is_example_letter": True}
    return render(request, "subsidies/example_letter.html", context)


@login_required
def section(request: SignedInRequest, pk: int, section: str) -> HttpResponse:
    """A part of the editor."""
    version = visible_version_draft(request.user, pk)
    part = next((part for part in sections_of(version) if part.slug == section), None)
    if part is None:
        raise Http404
    form = part.form(request.POST or None, initial=part.form.initial_of(version))
    formset = part.rows.formset(version, request.POST or None) if part.rows else None
    if request.method == "POST" and form.is_valid() and (formset is None or formset.is_valid()):
        try:
            schemes_services.save_scheme_section(
                version=version,
                values=form.values,
                rows={part.rows.relation: rows_of(formset)} if part.rows and formset is not None else None,
                revision=form.cleaned_data["revision"],
                user=request.user,
                **form.extra,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("subsidies:scheme_version", pk=pk)
    kinds = letter_choices() if part.slug == "texts" else []
    context = {**_frame(version), "section": part, "form": form, "formset": formset, "kinds": kinds}
    return render(request, "subsidies/scheme_section.html", context)


@login_required
def conditions(request: SignedInRequest, pk: int) -> HttpResponse:
    """The conditions, and a choice of facts for another one."""
    version = visible_version_draft(request.user, pk)
    form = ChooseFactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("subsidies:new_condition", pk=pk, fact=form.cleaned_data["fact"])
    context = {**_frame(version), "rules": schemes.conditions_of(version), "form": form}
    return render(request, "subsidies/conditions.html", context)


@login_required
def new_condition(request: SignedInRequest, pk: int, fact: str) -> HttpResponse:
    version = visible_version_draft(request.user, pk)
    if fact not in FACTS:
        raise Http404
    return _edit_condition(request, version, fact, None)


@login_required
def condition(request: SignedInRequest, pk: int, rule: int) -> HttpResponse:
    version = visible_version_draft(request.user, pk)
    found = get_object_or_404(version.eligibility_rules, pk=rule)
    return _edit_condition(request, version, found.fact, found)


def _edit_condition(
    request: SignedInRequest, version: SchemeVersion, fact: str, rule: EligibilityRule | None
) -> HttpResponse:
    form = ConditionForm(request.POST or None, fact=FACTS[fact], rule=rule)
    if request.method == "POST" and form.is_valid():
        try:
            schemes_services.save_condition(
                version=version, rule=rule, fact=fact, user=request.user, **form.cleaned_data
            )
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("subsidies:conditions", pk=version.pk)
    context = {**_frame(version), "fact": FACTS[fact], "form": form, "rule": rule}
    return render(request, "subsidies/condition.html", context)


@login_required
@require_POST
def remove_condition(request: SignedInRequest, pk: int, rule: int) -> HttpResponse:
    version = visible_version_draft(request.user, pk)
    found = version.eligibility_rules.filter(pk=rule).first()
    if found is not None:
        schemes_services.remove_condition(version=version, rule=found, user=request.user)
    return redirect("subsidies:conditions", pk=pk)


@login_required
@require_POST
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    version = visible_version(request.user, pk, do=MANAGE_SCHEMES)
    try:
        schemes_services.propose_scheme(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The scheme waits for approval by somebody else."))
    return redirect("subsidies:scheme_version", pk=pk)


@login_required
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    version = visible_version(request.user, pk, do="subsidies.approve_scheme")
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return conflict(request, _("Write what has to change."))
    try:
        schemes_services.return_scheme(version=version, reason=form.cleaned_data["reason"], user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The scheme is sent back."))
    return redirect("subsidies:scheme_version", pk=pk)


@login_required
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    version = visible_version(request.user, pk, do="subsidies.approve_scheme")
    try:
        schemes_services.publish_scheme(version=version, user=request.user, read=read_of(request))
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The scheme is published. From now on nothing in this version changes."))
    return redirect("subsidies:scheme_version", pk=pk)


@login_required
@require_POST
def next_version(request: SignedInRequest, pk: int) -> HttpResponse:
    version = visible_version(request.user, pk, do=MANAGE_SCHEMES)
    try:
        found = schemes_services.create_next_version(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    return redirect("subsidies:scheme_version", pk=found.pk)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    version = visible_version(request.user, pk, do=MANAGE_SCHEMES)
    try:
        schemes_services.remove_scheme_draft(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The draft is thrown away."))
    return redirect("subsidies:scheme_list")


def _frame(version: SchemeVersion) -> dict[str, Any]:
    """What every page of the editor has."""
    return {"room": "schemes", "version": version, "sections": sections_of(version)}
