"""What a group is going to do, and for whom."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import TextField
from coophub.web.forms import RadioCards, needed_later, offer
from financing.subsidies.applications.json_values import as_json
from financing.subsidies.applications.parts.findings import DraftToJudge, FrozenPart, Missing
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.models import Application, SchemeVersion, Target
from initiatives.models import CooperativeForm, Initiative, TargetGroup

PROJECT = "project"
TARGETS = {TargetGroup.MIDDLE_INCOMES: Target.MIDDLE_INCOMES, TargetGroup.OLDER_PEOPLE: Target.OLDER_PEOPLE}
"""For whom an initiative says that its homes are, as a scheme divides its money."""


class ProjectForm(forms.Form):
    target = needed_later(
        forms.ChoiceField(label=gettext_lazy("For whom are the homes?"), choices=[], widget=RadioCards())
    )
    activities = needed_later(
        TextField(
            label=gettext_lazy("What are you going to do?"),
            rows=6,
            help_text=gettext_lazy("Only the work that you apply for. Write it for somebody who does not know you."),
        )
    )
    contribution = needed_later(TextField(label=gettext_lazy("How does it help the goal of the scheme?"), rows=4))

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if targets := version.targets:
            offer(self, "target", [(target, Target(target).label) for target in targets])
        else:
            del self.fields["target"]
        if not version.has_money:
            self.fields["activities"].help_text = _("Write it for somebody who does not know you.")


class ProjectPart(FormPart):
    slug = PROJECT
    title = gettext_lazy("The project")
    minutes = 40
    # KB 11: activities, and what they contribute to the goals.
    required = {
        "activities": gettext_lazy("Write what you are going to do."),
        "contribution": gettext_lazy("Write how it helps the goal of the scheme."),
    }

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        if not draft.application.target and draft.version.is_divided:
            yield Missing(PROJECT, _("Choose for which group the homes are."), "id_target_0")
        yield from super().missing(draft)

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        """With the whole period of the activities."""
        activities = list(application.activities.all())
        first = min((activity.starts_on for activity in activities if activity.starts_on), default=None)
        last = max((activity.ends_on for activity in activities if activity.ends_on), default=None)
        period = {"starts_on": as_json(first), "ends_on": as_json(last)}
        return FrozenPart({**application.answers.get(PROJECT, {}), **period}, {"target": application.target})

    def build(self) -> None:
        self.forms["form"] = ProjectForm(
            self.data,
            initial={**self.answers, "target": self.application.target},
            version=self.application.scheme_version,
        )


def known_target(version: SchemeVersion, initiative: Initiative) -> str:
    """For whom the homes are, where the scheme asks that and the profile says it."""
    is_cpo = initiative.form == CooperativeForm.CPO
    target = Target.CPO if is_cpo else TARGETS.get(TargetGroup(initiative.target_group), "")
    return str(target) if target in version.targets else ""
