"""Pilots as a cohort."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.accounts.models import User
from coophub.accounts.rules import is_ministry
from coophub.web import clock
from coophub.web.access import require
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from pilots import may
from pilots.forms.cohorts import CohortForm
from pilots.selectors.cohorts.facts import cohort_now
from pilots.services import cohorts as cohorts_services
from pilots.tables.cohort_charts import comparison_in_words, waiting_chart
from pilots.tables.cohorts import at_risk_table, key_figures, summary_table, waiting_file


@login_required
@require_safe
def cohorts(request: SignedInRequest) -> HttpResponseBase:
    """How long the chosen pilots take; `?export=csv` gives the curves to take along."""
    require(request.user, "pilots.view_cohorts")
    form = CohortForm(request.GET)
    cohort = cohort_now(form.chosen)
    if request.GET.get("export") == "csv":
        cohorts_services.note_export(user=request.user, kind="csv", query=request.GET.urlencode())
        name = _("cohort-%(day)s") % {"day": clock.today().isoformat()}
        return file_response(as_csv(waiting_file(cohort)), name=f"{name}.csv", content_type=CSV)
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    is_shown = bool(cohort.shown.groups)
    context = {
        "layout": _layout(request.user),
        "room": "cohorts",
        "filter_form": form,
        "query": urlencode(kept),
        "cohort": cohort,
        "figures": key_figures(cohort),
        "chart": waiting_chart(cohort.shown) if is_shown else None,
        "at_risk": at_risk_table(cohort.shown) if is_shown else None,
        "comparison": comparison_in_words(cohort.shown),
        "summary": summary_table(cohort, lambda wait: f"?{urlencode({**kept, 'until': wait})}"),
    }
    return render(request, "pilots/cohorts.html", context)


def _layout(user: User) -> str:
    """Cohorts stand among the rooms of who runs programmes, of the ministry, and of advisors."""
    if may.why_not_run_programmes(user) is None:
        return "layouts/administration.html"
    return "layouts/ministry.html" if is_ministry(user) else "layouts/advisor.html"
