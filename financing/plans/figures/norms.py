"""The figures of the norms of a year: what each is called, and how it is written."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from financing.plans.figures.kinds import EURO, NUMBER, SHARE, Kind


@dataclass(frozen=True)
class NormFigure:
    label: StrPromise
    kind: Kind


NORMS = {
    "low_segment_points": NormFigure(_("Most points of a social home"), NUMBER),
    "middle_segment_points": NormFigure(_("Most points of a middle-rent home"), NUMBER),
    "new_build_surcharge": NormFigure(_("Surcharge for new middle-rent homes"), SHARE),
    "social_income_one": NormFigure(_("Social income limit, one person"), EURO),
    "social_income_more": NormFigure(_("Social income limit, more persons"), EURO),
    "middle_income_one": NormFigure(_("Middle income limit, one person"), EURO),
    "middle_income_more": NormFigure(_("Middle income limit, more persons"), EURO),
}
"""By the name of the field of `NormSet`, in the order in which people read them."""

INCOME_LIMITS = {
    ("social_income_one", "social_income_more"): _("The income limits for social homes"),
    ("middle_income_one", "middle_income_more"): _("The limits for middle incomes"),
}
"""What a set can come without, for one person and for more: they are known together or not at all."""
