"""The words of a financing plan that have to be explained."""

from django.utils.translation import gettext_lazy as _

from coophub.web.terms import ExplainedTerm, add_terms


def register() -> None:
    add_terms(
        dscr=ExplainedTerm(
            _("DSCR (debt service coverage ratio)"),
            "DSCR",
            _(
                "What is left of the income of a year after all costs, divided by what the loans ask in that year. At "
                "1.00 it is just enough. A bank asks more, so that there is room."
            ),
        ),
        ltv=ExplainedTerm(
            _("LTV (loan-to-value)"),
            "LTV",
            _("The loan as a part of the value of the homes. The lower it is, the more certain the bank is."),
        ),
        price_level=ExplainedTerm(
            _("Price level"),
            _("price level"),
            _(
                "The year in whose money amounts are filled in. Building costs, rents and other costs are carried on "
                "from there with the growth that the plan assumes."
            ),
        ),
        discount_rate=ExplainedTerm(
            _("Discount rate"),
            _("discount rate"),
            _("How much less an amount counts for each year that it comes later."),
        ),
        present_value=ExplainedTerm(
            _("Present value"),
            _("present value"),
            _(
                "What amounts of later years are worth now, counted back with the discount rate. Net: income less "
                "costs."
            ),
        ),
        standard_deviation=ExplainedTerm(
            _("Standard deviation"),
            _("standard deviation"),
            _("How far a figure usually strays from what is expected: two times out of three it stays within this."),
        ),
        percentage_point=ExplainedTerm(
            _("Percentage point"),
            _("percentage point"),
            _("The distance between two percentages: from 3% to 4% is one percentage point."),
        ),
        subordinated=ExplainedTerm(
            _("Subordinated loan"),
            _("subordinated"),
            _("A loan that is paid after the bank. Who lends it runs more risk."),
        ),
        ground_rent=ExplainedTerm(
            _("Ground rent and canon"),
            _("ground rent"),
            _("The ground is not bought but leased. What that costs each year is the canon."),
        ),
    )
