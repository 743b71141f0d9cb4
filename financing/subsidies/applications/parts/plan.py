"""The financing plan that an application rests on. It is frozen as the plan itself gives it (`content.plan_part`)."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.forms import needed_later, offer
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import plans_of
from financing.subsidies.applications.parts.findings import DraftToJudge, Missing
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.models import Application
from initiatives.models import Initiative

PLAN = "plan"


class PlanForm(forms.Form):
    plan = needed_later(
        forms.ModelChoiceField(
            label=gettext_lazy("Which financing plan belongs to this application?"),
            queryset=Plan.objects.none(),
            empty_label=gettext_lazy("Choose"),
            help_text=gettext_lazy("It is frozen when you submit. You can go on changing the plan itself."),
        )
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans_of(application.initiative))


class PlanPart(FormPart):
    slug = PLAN
    title = gettext_lazy("Financing plan")
    minutes = 5
    lead = gettext_lazy("The ministry looks at this plan: does your project close, and who pays for what?")

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        if draft.application.plan_id is None:
            yield Missing(PLAN, _("Choose a financing plan."), "id_plan")

    def build(self) -> None:
        self.forms["form"] = PlanForm(self.data, initial={"plan": self.application.plan}, application=self.application)


def known_plan(initiative: Initiative) -> Plan | None:
    """The financing plan, when there is only one to choose."""
    plans = list(plans_of(initiative)[:2])
    return plans[0] if len(plans) == 1 else None
