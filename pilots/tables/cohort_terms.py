"""Words of cohorts that few people know."""

from django.utils.translation import gettext_lazy as _

from coophub.web.terms import ExplainedTerm, add_terms


def register() -> None:
    add_terms(
        kaplan_meier=ExplainedTerm(
            _("Kaplan-Meier curve"),
            "Kaplan-Meier",
            _(
                "A curve of the part that waits still. Who is not there yet counts as long as it was followed, so that "
                "nobody has to be left out."
            ),
        ),
        log_rank=ExplainedTerm(
            _("Log-rank test"),
            "log-rank",
            _(
                "Says how often chance alone would make groups differ this much. Below 0.05 a difference is seldom "
                "chance."
            ),
        ),
    )
