"""The ministry makes portfolios and looks what is in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from financing.lab.access import visible_portfolio
from financing.lab.forms.portfolios import PortfolioForm
from financing.lab.may import has_consents
from financing.lab.selectors import consents, portfolios, sources
from financing.lab.selectors.runs import runs_for
from financing.lab.services import portfolios as portfolios_services
from financing.lab.tables.portfolios import in_groups_tables, portfolio_table, sources_table
from financing.lab.tables.runs import run_table


@login_required
@require_safe
def portfolio_list(request: SignedInRequest) -> HttpResponse:
    """Every portfolio, the newest first."""
    require(request.user, "lab.view_lab")
    found = portfolios.portfolios_for(request.user)
    return render(request, "lab/portfolios.html", {"room": "lab", "table": portfolio_table(found)})


@login_required
def new_portfolio(request: SignedInRequest) -> HttpResponse:
    """A name, and where the plans come from."""
    require(request.user, "lab.view_lab")
    form = PortfolioForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = portfolios_services.make_portfolio(
                name=form.cleaned_data["name"], which=form.which, user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The portfolio is made. It stays as it is now."))
            return redirect("lab:portfolio", pk=made.pk)
    return render(request, "lab/new_portfolio.html", {"room": "lab", "form": form})


@login_required
@require_safe
def portfolio(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is in a portfolio, together."""
    found = visible_portfolio(request.user, pk)
    context = {
        "room": "lab",
        "portfolio": found,
        "sources": sources_table(sources.sources_of(found)),
        "groups": None if has_consents(found) else in_groups_tables(portfolios.groups_of(found)),
        "lost": consents.lost_consents(found),
        "runs": run_table(runs_for(request.user, found)),
    }
    return render(request, "lab/portfolio.html", context)
