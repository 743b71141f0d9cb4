"""What the builder says about rents: up to which rent a home is social or middle rent, by the norms of the year the
plan counts in.
"""

from collections.abc import Mapping
from functools import cache

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from coophub.web.formats import Words, euro_cents
from financing.plans.document.rows import PlanDocument
from financing.plans.figures import FIGURES
from financing.plans.selectors.norms import rent_limits_of


def rent_help(document: PlanDocument) -> Mapping[str, Words]:
    """The sentence under the rent of a home. It asks for the norms when it is read, and once for all rows."""
    limits = cache(lambda: rent_limits_of(document["price_level_year"]))

    def sentence() -> str:
        found, plain = limits(), str(FIGURES["dwellings[].monthly_rent"].help)
        if found is None:
            return plain
        facts = {"social": euro_cents(found.social), "middle": euro_cents(found.middle), "year": found.year}
        told = _("Up to %(social)s is a social rent, up to %(middle)s a middle rent (%(year)s).") % facts
        return f"{plain} {told}"

    return {"monthly_rent": lazy(sentence, str)()}
