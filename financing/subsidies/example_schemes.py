"""A ready-made scheme on the lines of the minister's letter of December 2022.

The letter sets ten million euros aside and names the groups; rules were never published, so everything else here is an example and
is marked as one wherever it is shown.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from financing.subsidies.models import (
    TOTAL,
    CeilingBalance,
    Criterion,
    EligibilityRule,
    RequiredDocument,
    Scheme,
    SchemeVersion,
    Target,
)

CEILINGS = {
    TOTAL: Decimal(10_000_000),
    Target.MIDDLE_INCOMES: Decimal(5_000_000),
    Target.OLDER_PEOPLE: Decimal(3_000_000),
    Target.CPO: Decimal(2_000_000),
}
DOCUMENTS = (
    ("statuten", "Statuten of intentieverklaring", "Waaruit blijkt wie de groep is."),
    ("begroting", "Begroting", "De kosten en de dekking van wat jullie aanvragen."),
    ("gemeente", "Brief van de gemeente", "Waarin de gemeente instemt met de plek."),
)
CRITERIA = (
    ("haalbaar", "Kans op realisatie", "Is er een plek, instemming van de gemeente en een plan dat rondkomt?", 3),
    ("bijdrage", "Bijdrage aan het doel", "Voor wie zijn de woningen, en hoeveel komen er?", 2),
    ("groep", "De groep", "Is de groep goed georganiseerd en brengt zij eigen geld in?", 2),
)
RULES = (
    ("homes", "at_least", 5, "Jullie plan heeft ten minste vijf woningen."),
    (
        "target_group",
        "one_of",
        ["middle_incomes", "older_people", "starters", "mixed"],
        "Jullie bouwen voor middeninkomens, ouderen of starters.",
    ),
    ("phase_number", "at_most", 4, "De bewoners wonen er nog niet."),
    ("members", "at_least", 2, "Ten minste twee mensen van de groep doen mee in CoopHub."),
)


@transaction.atomic
def create_example_scheme(*, now: dt.datetime | None = None) -> SchemeVersion:
    """The published example scheme, open from a year before `now` until four months after."""
    now = now or timezone.now()
    scheme = Scheme.objects.create(slug="stimulering-wooncooperaties", name="Stimulering wooncoöperaties (voorbeeld)")
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=1,
        legal_reference="Voorbeeldregeling naar de brief van de minister van december 2022; niet gepubliceerd",
        summary=(
            "Subsidie voor de initiatief- en planfase en voor de start van de bouw van wooncoöperaties voor middeninkomens en ouderen, "
            "en voor collectief particulier opdrachtgeverschap."
        ),
        is_example=True,
        opens_at=now - dt.timedelta(days=365),
        closes_at=now + dt.timedelta(days=120),
        ceiling=CEILINGS[TOTAL],
        minimum_amount=Decimal(5_000),
        maximum_amount=Decimal(400_000),
        maximum_per_home=Decimal(15_000),
        own_share=Decimal("0.1"),
        eligible_costs=["advies", "ontwerp", "onderzoek", "leges", "bouw", "organisatie"],
        objection_address="Ministerie (demo), afdeling Bezwaar, Postbus 0000, 2500 XX Den Haag",
    )
    for number, (slug, title, help_text) in enumerate(DOCUMENTS):
        RequiredDocument.objects.create(version=version, slug=slug, title=title, help_text=help_text, position=number)
    for number, (slug, title, guidance, weight) in enumerate(CRITERIA):
        Criterion.objects.create(
            version=version, slug=slug, title=title, guidance=guidance, weight=weight, position=number
        )
    for number, (fact, operator, value, explanation) in enumerate(RULES):
        EligibilityRule.objects.create(
            version=version, fact=fact, operator=operator, value=value, explanation=explanation, position=number
        )
    CeilingBalance.objects.bulk_create(
        CeilingBalance(version=version, target=target, ceiling=ceiling) for target, ceiling in CEILINGS.items()
    )
    version.published_at = version.opens_at
    version.save(update_fields=["published_at"])
    return version
