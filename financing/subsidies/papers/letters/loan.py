"""The terms of a loan, as a letter says them."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from coophub.web.formats import percent
from financing.subsidies.models import LoanTerms, SchemeVersion


def loan_terms_in_words(version: SchemeVersion) -> tuple[str, ...]:
    """On what terms a scheme lends, a sentence each; nothing for one that gives."""
    terms = LoanTerms.objects.filter(version=version).first()
    if terms is None:
        return ()
    with translation.override("nl"):
        years = ngettext("The loan runs for one year.", "The loan runs for %(years)s years.", terms.term_years) % {
            "years": terms.term_years
        }
        grace = npgettext(
            "letter",
            "In the first year you pay interest only.",
            "In the first %(years)s years you pay interest only.",
            terms.grace_years,
        ) % {"years": terms.grace_years}
        sentences = [
            _("The interest is %(rate)s a year.") % {"rate": percent(terms.rate, 2)},
            years,
            grace if terms.grace_years else "",
            _("You repay it this way: %(way)s, %(times)s.")
            % {
                "way": str(terms.get_repayment_display()).lower(),
                "times": str(terms.get_payments_per_year_display()),
            },
            _("The bank is paid first (the loan is subordinated).") if terms.rank == terms.Rank.SUBORDINATED else "",
            *terms.conditions.splitlines(),
        ]
        return tuple(sentence for sentence in sentences if sentence)
