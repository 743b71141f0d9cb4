"""One page with every component, for looking at and for the tests of the frame. Only tests have its address."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from coophub.web import charts
from coophub.web.fields import DayField, EuroField, NumberField, PercentField, TextField
from coophub.web.formats import euro
from coophub.web.forms import RadioCards
from coophub.web.lists import List, ListColumn, sorted_list
from coophub.web.tables import Cell, figure_columns
from initiatives.models import Initiative


class Visitor(AnonymousUser):
    """Somebody without an account who sees every room, so that the frame is whole."""

    def has_perm(self, *_args: Any, **_kwargs: Any) -> bool:
        return True


@dataclass(frozen=True)
class Place:
    title: str
    url: str
    kind: str
    is_current: bool = False


PLACES = [
    Place("De Warmoes", "/initiatives/de-warmoes/", "group", True),
    Place("Mijn pilots", "/pilots/", "advisor"),
    Place("Ministerie", "/ministry/queue/", "ministry"),
]


class HomeForm(forms.Form):
    name = forms.CharField(label="Naam van het woningtype", help_text="Zoals jullie het zelf noemen.")
    rent = EuroField(label="Huur per maand", help_text="Zonder servicekosten.")
    area = NumberField(label="Oppervlakte", unit="m²", decimal_places=1)
    rate = PercentField(label="Rente", unit="% per jaar", required=False)
    starts_on = DayField(label="Begin van de bouw")
    tenure = forms.ChoiceField(
        label="Vorm",
        choices=[("collective", "Collectief"), ("managing", "Beheercoöperatie")],
        widget=RadioCards(
            descriptions={
                "collective": "De coöperatie is eigenaar. De leden huren van zichzelf.",
                "managing": "De corporatie blijft eigenaar. De leden beheren de woningen.",
            }
        ),
    )
    municipality = forms.ChoiceField(label="Gemeente", choices=[("", "Kies een gemeente"), ("0106", "Assen")])
    shared = forms.MultipleChoiceField(
        label="Wat delen jullie?",
        choices=[("garden", "Tuin"), ("kitchen", "Keuken"), ("cars", "Auto's")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    story = TextField(label="Toelichting", required=False)
    plan = forms.FileField(label="Tekening", required=False)
    agreed = forms.BooleanField(label="We hebben dit met alle leden besproken")


class MemberForm(forms.Form):
    name = forms.CharField(label="Naam")
    amount = EuroField(label="Inleg", required=False)


MemberFormSet = forms.formset_factory(MemberForm, extra=2, can_delete=True)


class CaseList(List):
    name = ListColumn("Initiatief")
    scheme = ListColumn("Regeling")
    amount = ListColumn("Bedrag", "euro")
    days = ListColumn("Dagen over", "number")

    class Meta:
        attrs = {"caption": "Werkvoorraad", "row_keys": True}

    def render_name(self, value: str, record: dict[str, Any]) -> Cell:
        return Cell(value, url=f"#{record['days']}")


CASES = [
    {"name": "De Warmoes", "scheme": "Planontwikkeling", "amount": Decimal(125000), "days": -2},
    {
        "name": "Wooncoöperatie Het Lange Eind aan de Oude Vaart bij Veenhuizen",
        "scheme": "Bouw",
        "amount": Decimal(1250000),
        "days": 5,
    },
    {"name": "Erf aan de Es", "scheme": "Planontwikkeling", "amount": Decimal(48000), "days": 41},
]


def money_chart() -> charts.Chart:
    names = {"bank": "Bank", "members": "Leden", "subsidy": "Subsidie", "gap": "Tekort"}
    amounts = {"bank": 42, "members": 6, "subsidy": 4, "gap": -3}
    rows = [
        {"year": year, "source": names[meaning], "amount": amount * 1000 * (year - 2025)}
        for year in range(2026, 2036)
        for meaning, amount in amounts.items()
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None),
            y=alt.Y("amount:Q", axis=charts.euro_axis()),
            color=charts.colour("source", names),
            tooltip=["year:O", "source:N", alt.Tooltip("amount:Q", format=",.0f")],
        )
    )
    return charts.Chart(
        spec=spec,
        title="Waar het geld vandaan komt",
        sentence="De bank betaalt elk jaar het grootste deel. Vanaf 2031 komt er € 18.000 te kort.",
        columns=figure_columns("Jaar", *names.values()),
        rows=[[str(year), *(euro(a * 1000 * (year - 2025)) for a in amounts.values())] for year in range(2026, 2036)],
    )


FIGURES = [
    {"label": "Totale kosten", "value": "€ 8.412.000", "note": "24 woningen"},
    {"label": "Per woning per maand", "value": "€ 848", "note": "gemiddeld"},
    {"label": "Laagste DSCR", "value": "1,04", "note": "in 2031; de bank vraagt 1,10", "tone": "bad"},
    {"label": "Minste geld in kas", "value": "€ −18.200", "note": "in maart 2028", "tone": "warn"},
]
EVENTS = [
    {"title": "Aanvraag ontvangen", "day": date(2026, 3, 3), "state": "done", "actor": "De Warmoes"},
    {
        "title": "Aanvulling gevraagd",
        "day": date(2026, 3, 20),
        "state": "late",
        "text": "De kosten van de grond missen.",
    },
    {"title": "Beoordeling", "state": "now", "actor": "Ministerie"},
    {"title": "Besluit", "day": date(2026, 6, 2), "state": "next"},
]
STEPS = [
    {"day": date(2026, 3, 3), "text": "aanvraag ontvangen, de termijn is 13 weken"},
    {"day": date(2026, 3, 20), "text": "11 dagen stil tijdens de aanvulling"},
]


def autosaved(request: HttpRequest) -> HttpResponse:
    if not request.POST["name"]:
        return JsonResponse({"message": "Geef het woningtype een naam."}, status=422)
    return HttpResponse(status=204)


def showcase(request: HttpRequest, layout: str = "group") -> HttpResponse:
    if request.headers.get("X-Autosave"):
        return autosaved(request)
    request.user = Visitor()
    form = HomeForm(request.POST, request.FILES) if request.method == "POST" else HomeForm()
    if "quiet" not in request.GET:
        messages.success(request, "Het plan is bewaard.")
        messages.error(request, "De bank heeft nog geen antwoord gegeven.")
    context: dict[str, Any] = {
        "layout": f"layouts/{layout}.html",
        "room": {"group": "plans", "ministry": "queue", "advisor": "pilots"}.get(layout, ""),
        "initiative": Initiative(name="De Warmoes", slug="de-warmoes") if layout == "group" else None,
        "form": form,
        "formset": MemberFormSet(prefix="members"),
        "table": sorted_list(request, CaseList(CASES), per_page=2),
        "chart": money_chart(),
        "figures": FIGURES,
        "events": EVENTS,
        "steps": STEPS,
        "deadline": date(2026, 6, 13),
    }
    return render(request, "showcase/showcase.html", context)


urlpatterns = [path("showcase/<str:layout>/", showcase, name="showcase")]
