"""What an official fills in who has the link of a group: the code, and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, EuroField, LineField, PercentField, TextField, WholeNumberField, years_ahead
from coophub.web.forms import RadioCards
from initiatives.models import EnquiryAnswer, EnquiryKind
from initiatives.models.enquiries import MOST_EUROS, MOST_YEARS, OF_LAND


class CodeForm(forms.Form):
    """The code that went to the official in an e-mail of its own."""

    code = LineField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Six digits, in another e-mail than the link."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Fill in the code of six digits from the other e-mail.")},
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").replace("-", "")


ANSWERS: dict[str, Any] = {
    EnquiryAnswer.Outcome.YES: gettext_lazy("The group can go on with it."),
    EnquiryAnswer.Outcome.CONDITIONS: gettext_lazy("The group can go on with it when it does what you ask."),
    EnquiryAnswer.Outcome.NO: gettext_lazy("It cannot be done. You say why, so that the group can look further."),
    EnquiryAnswer.Outcome.LATER: gettext_lazy("You need more time, and say when the group hears more."),
}


class OfficialAnswerForm(forms.Form):
    """What an official answers; only what belongs to the question is asked."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=EnquiryAnswer.Outcome.choices,
        widget=RadioCards(descriptions=ANSWERS),
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    conditions = TextField(
        label=gettext_lazy("Under which conditions"),
        max_length=3000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Needed when you answer “yes, under conditions”."),
    )
    reason = TextField(
        label=gettext_lazy("Why not"),
        max_length=3000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Needed when you answer “no”."),
    )
    later_on = DayField(
        label=gettext_lazy("The group hears more on"),
        required=False,
        earliest=clock.today,
        latest=years_ahead(3),
        help_text=gettext_lazy("Needed when you answer “not yet”."),
    )
    land_price = EuroField(
        label=gettext_lazy("Price of the land"),
        required=False,
        min_value=0,
        max_value=MOST_EUROS,
        help_text=gettext_lazy("In total, without VAT."),
    )
    canon_per_year = EuroField(
        label=gettext_lazy("Ground rent (canon) per year"), required=False, min_value=0, max_value=MOST_EUROS
    )
    loan_amount = EuroField(label=gettext_lazy("Loan"), required=False, min_value=0, max_value=MOST_EUROS)
    interest_rate = PercentField(
        label=gettext_lazy("Interest per year"), required=False, min_value=0, max_value=20, decimal_places=3
    )
    term_years = WholeNumberField(
        label=gettext_lazy("Length of the term"),
        unit=gettext_lazy("years"),
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
    )
    valid_until = DayField(
        label=gettext_lazy("This answer is good until"),
        required=False,
        earliest=clock.today,
        latest=years_ahead(20),
        help_text=gettext_lazy("Leave this open when it has no end."),
    )
    remarks = TextField(label=gettext_lazy("Remarks"), max_length=3000, rows=3, required=False)
    answered_by = LineField(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Fill in your name, so that the group knows who answers.")},
    )
    position = LineField(
        label=gettext_lazy("Position"),
        max_length=120,
        help_text=gettext_lazy("For example: area manager, on behalf of the mayor and aldermen."),
        error_messages={"required": gettext_lazy("Fill in your position, so that others can rely on the answer.")},
    )
    contact = LineField(
        label=gettext_lazy("Whom the group can call or write"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A name with a telephone number or an e-mail address."),
    )
    letter = UploadField(label=gettext_lazy("Signed letter"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_land, has_loan = kind in OF_LAND, kind == EnquiryKind.LOAN
        for name in ("land_price", "canon_per_year"):
            if not has_land:
                del self.fields[name]
        for name in ("loan_amount", "interest_rate"):
            if not has_loan:
                del self.fields[name]
        if not has_land and not has_loan:
            del self.fields["term_years"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        outcome = data.get("outcome")
        needed = {
            "conditions": (EnquiryAnswer.Outcome.CONDITIONS, _("Write under which conditions.")),
            "reason": (EnquiryAnswer.Outcome.NO, _("Write why not, so that the group can look further.")),
            "later_on": (EnquiryAnswer.Outcome.LATER, _("Fill in on which day the group hears more.")),
        }
        for name, (of_outcome, sentence) in needed.items():
            if outcome == of_outcome and not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it: of the four answers only what belongs to the one that was chosen."""
        outcome = self.cleaned_data["outcome"]
        others = {"conditions": "conditions", "reason": "no", "later_on": "later"}
        facts = {name: value for name, value in self.cleaned_data.items() if name != "letter"}
        unasked = [name for name, of_outcome in others.items() if outcome != of_outcome]
        return {**facts, **{name: None if name == "later_on" else "" for name in unasked}}
