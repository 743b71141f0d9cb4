"""Where the money of each scheme stands, and the entries behind every figure."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.proposals.selectors import proposals_of_kind
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.lists import sorted_list
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.money import ReverseForm
from financing.subsidies.models import LedgerEntry
from financing.subsidies.papers.charts import budget_chart, growth_chart
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.money import why_not_reverse
from financing.subsidies.procedure.may.roles import why_not_see_rounds
from financing.subsidies.selectors import schemes
from financing.subsidies.selectors.budget import PARTS, budget_bars, entries_of, growth_of
from financing.subsidies.services.ledger import REVERSE_ENTRY, propose_reversal
from financing.subsidies.services.steps import explain
from financing.subsidies.tables.budget import bar_table
from financing.subsidies.tables.ledger import EntryList

PER_PAGE = 50


@login_required
@require_safe
def budget(request: SignedInRequest) -> HttpResponse:
    """The scheme that is asked for, or the one with the most work; one page a scheme keeps the figures readable."""
    require(request.user, "subsidies.view_budget")
    versions = list(schemes.versions_with_money())
    version = schemes.version_to_show(versions, request.GET.get("scheme", ""))
    context: dict[str, Any] = {"room": "budget", "versions": versions, "version": version}
    if version is not None:
        bars, growth = budget_bars(version), growth_of(version)
        context |= {
            "table": bar_table(version, bars),
            "chart": budget_chart(bars),
            "growth": growth_chart(growth, version.ceiling) if growth else None,
            "sees_round": why_not_see_rounds(request.user) is None,
        }
    return render(request, "subsidies/budget.html", context)


@login_required
@require_safe
def entries(request: SignedInRequest, pk: int) -> HttpResponse:
    """The entries behind a figure of the budget."""
    require(request.user, "subsidies.view_budget")
    version = get_object_or_404(schemes.published_versions(), pk=pk)
    target, part = request.GET.get("target", ""), request.GET.get("part", "")
    found = EntryList(
        entries_of(version, target=target, part=part),
        hidden=numbers_with_interest(request.user),
        reader=request.user,
        proposed={int(item.subject_id): item for item in proposals_of_kind(REVERSE_ENTRY, request.user)},
    )
    table = sorted_list(request, found, per_page=PER_PAGE)
    context: dict[str, Any] = {"room": "budget", "version": version, "table": table, "part": PARTS.get(part, "")}
    return render(request, "subsidies/entries.html", context)


@login_required
def reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Proposes to undo a wrong entry by its opposite, with a reason."""
    require(request.user, "subsidies.reverse_entry")
    entry = get_object_or_404(LedgerEntry.objects.select_related("application", "version__scheme"), pk=pk)
    if request.method != "POST" and (refusal := why_not_reverse(entry, numbers_with_interest(request.user))):
        return conflict(request, explain(refusal, entry.application))
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_reversal(entry=entry, reason=form.cleaned_data["reason"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It is proposed. The entry is reversed when a colleague confirms it."))
            return redirect("proposals:proposal", pk=proposal.pk)
    return render(request, "subsidies/reverse_entry.html", {"room": "budget", "entry": entry, "form": form})
