"""Which plans a portfolio is made from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.errors import DomainError
from coophub.web.fields import LineField, WholeNumberField
from coophub.web.forms import offer
from financing.lab.selectors.consents import municipalities_with_plans
from financing.lab.selectors.sources import schemes_with_plans
from financing.lab.services.documents import MOST_BYTES_OF_ALL, plans_in_zip
from financing.lab.services.portfolios import WhichPlans
from financing.plans.document.examples import EXAMPLES
from financing.plans.document.rows import PlanDocument
from financing.subsidies.models import SchemeVersion
from initiatives.models import Municipality

MOST_TIMES = 50


class PortfolioForm(forms.Form):
    """A name, and where the plans come from."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("For example: applications of spring 2027."))
    scheme = forms.ModelChoiceField(
        label=_("Applications under a scheme"),
        queryset=SchemeVersion.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The plans as they were submitted, without those in which you have an interest."),
    )
    with_consent = forms.BooleanField(
        label=_("Plans of groups that said yes"),
        required=False,
        help_text=_(
            "Without names, and only together: a new plan counts from the moment that there are five new ones."
        ),
    )
    municipality = forms.ModelChoiceField(
        label=_("Only of groups in one municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
        help_text=_(
            "Municipalities where five groups or more said yes. What comes of it can be shown to the municipality, and "
            "to nobody else."
        ),
    )
    times = WholeNumberField(
        label=_("Example plans, each so many times"),
        min_value=0,
        max_value=MOST_TIMES,
        required=False,
        help_text=_("All examples that CoopHub shows. Leave it empty to leave them out."),
    )
    documents = forms.FileField(
        label=_("Plan documents in a zip"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=_("At most 200 plans that were taken along from CoopHub as a document (.json)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scheme", schemes_with_plans())
        offer(self, "municipality", municipalities_with_plans())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("municipality") and not data.get("with_consent"):
            self.add_error("municipality", _("Choose plans of groups that said yes as well: this is about those."))
        return data

    def clean_documents(self) -> list[PlanDocument]:
        upload = self.cleaned_data["documents"]
        if upload is None:
            return []
        if upload.size > MOST_BYTES_OF_ALL:
            raise forms.ValidationError(_("This zip is larger than 5 MB. Put fewer plans in it."))
        try:
            return plans_in_zip(upload.read())
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    @property
    def which(self) -> WhichPlans:
        """What was chosen."""
        data = self.cleaned_data
        times = data["times"] or 0
        return WhichPlans(
            scheme=data["scheme"],
            with_consent=data["with_consent"],
            municipality=data["municipality"],
            examples={example.slug: times for example in EXAMPLES},
            documents=data["documents"],
        )
