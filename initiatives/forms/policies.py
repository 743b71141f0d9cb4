"""What is known of what a municipality does for co-operatives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web import clock
from coophub.web.fields import EmailField, LineField, TextField, YesNoField
from initiatives.forms.listings import WrittenDownForm
from initiatives.models import PolicyStance, PolicyStatement, PolicyTopic
from initiatives.models.policies import WITH_A_STANCE
from initiatives.services.policies import SaidByMunicipality

QUESTIONS: dict[str, Any] = {
    PolicyTopic.GROUND_LEASE: gettext_lazy("Does the municipality lease out ground to co-operatives?"),
    PolicyTopic.LOAN_FUND: gettext_lazy("Does the municipality lend money to co-operatives, or guarantee a loan?"),
    PolicyTopic.PLOTS: gettext_lazy("Does the municipality keep plots for co-operatives?"),
    PolicyTopic.QUALITY: gettext_lazy("What does the municipality ask of the homes?"),
    PolicyTopic.CONTACT: gettext_lazy("Whom can a group call or write?"),
}
EXAMPLES: dict[str, Any] = {
    PolicyTopic.GROUND_LEASE: gettext_lazy("For which homes, for how long, how the ground rent is set."),
    PolicyTopic.LOAN_FUND: gettext_lazy("How much, for how long, against which interest, and who can ask for it."),
    PolicyTopic.PLOTS: gettext_lazy("Where, from when, and how a group comes by one."),
    PolicyTopic.QUALITY: gettext_lazy("For example the rents, the size, how long the homes stay affordable."),
    PolicyTopic.CONTACT: gettext_lazy(
        "A department with a telephone number or e-mail address. It stands on the public page."
    ),
}


class PolicyForm(WrittenDownForm):
    """One topic, with where it was read and when it was true."""

    field_order = ("stance", "text", "source", "source_url", "known_on")

    stance = forms.ChoiceField(
        label="",
        choices=PolicyStance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three. Nothing known? Then leave it empty.")},
    )
    text = TextField(
        label=gettext_lazy("In words"),
        max_length=2000,
        rows=5,
        required=False,
        error_messages={"required": gettext_lazy("Write what is known.")},
    )

    def __init__(self, *args: Any, topic: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].label = self.fields["text"].label = QUESTIONS[topic]
        self.fields["text"].help_text = EXAMPLES[topic]
        self.fields["source"].help_text = gettext_lazy(
            "The name of the decision, page or letter. What nobody wrote down is no policy."
        )
        if topic in WITH_A_STANCE:
            self.fields["text"].label = gettext_lazy("In words")
        else:
            del self.fields["stance"]
            self.fields["text"].required = True

    @property
    def facts(self) -> dict[str, Any]:
        return {"stance": "", **self.cleaned_data}


def written_down(statement: PolicyStatement | None) -> dict[str, Any]:
    """What stands in the form of a topic."""
    if statement is None:
        return {"known_on": clock.today()}
    return {name: getattr(statement, name) for name in ("stance", "text", "source", "source_url", "known_on")}


class PolicyWithdrawalForm(forms.Form):
    """Why what stood there is taken away."""

    reason = LineField(
        label=gettext_lazy("Why is it not true any more?"),
        max_length=300,
        help_text=gettext_lazy("It stays in the history, with this sentence."),
        error_messages={"required": gettext_lazy("Write why, so that others understand it later.")},
    )


class PolicyLinkForm(forms.Form):
    """To whom at the municipality the link goes."""

    name = LineField(
        label=gettext_lazy("Name of the official"),
        max_length=80,
        error_messages={"required": gettext_lazy("Fill in who gets the link.")},
    )
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("An address of the municipality. The link and the code go there."),
        error_messages={"required": gettext_lazy("Fill in the e-mail address of the official.")},
    )


@dataclass(frozen=True)
class TopicFields:
    """The fields of one topic in the form of an official."""

    topic: PolicyTopic
    question: str | Promise
    fields: list[BoundField]


class OfficialPolicyForm(forms.Form):
    """Every topic at once, as an official keeps it; what is left empty is not known."""

    still_true = YesNoField(
        label=gettext_lazy("Is everything that you leave as it is true today?"),
        required=False,
        help_text=gettext_lazy("With “yes” it gets the day of today."),
    )

    def __init__(self, *args: Any, known: Mapping[PolicyTopic, PolicyStatement | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in PolicyTopic:
            statement = known.get(topic)
            if topic in WITH_A_STANCE:
                self._add(topic, "stance", _stance(), statement)
            self._add(topic, "text", TextField(label=_("In words"), max_length=2000, rows=4, required=False), statement)
            self.fields[f"{topic}_text"].help_text = EXAMPLES[topic]
            url = forms.URLField(
                label=_("Address of the decision or page"), required=False, assume_scheme="https", max_length=200
            )
            self._add(topic, "source_url", url, statement)
        self.order_fields([*(name for name in self.fields if name != "still_true"), "still_true"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for topic in WITH_A_STANCE:
            has_words = data.get(f"{topic}_text") or data.get(f"{topic}_source_url")
            if has_words and not data.get(f"{topic}_stance") and f"{topic}_stance" not in self.errors:
                self.add_error(f"{topic}_stance", _("Choose one of the three as well, so that others can compare."))
        return data

    @property
    def topics(self) -> Iterator[TopicFields]:
        for topic in PolicyTopic:
            names = [name for name in self.fields if name.startswith(f"{topic.value}_")]
            yield TopicFields(topic, QUESTIONS[topic], [self[name] for name in names])

    @property
    def said(self) -> list[SaidByMunicipality]:
        """What they wrote of each topic."""
        data = self.cleaned_data
        return [
            SaidByMunicipality(
                topic=topic.value,
                stance=data.get(f"{topic}_stance", ""),
                text=data[f"{topic}_text"],
                source="",
                source_url=data[f"{topic}_source_url"],
            )
            for topic in PolicyTopic
        ]

    def _add(self, topic: PolicyTopic, name: str, field: forms.Field, statement: PolicyStatement | None) -> None:
        self.fields[f"{topic}_{name}"] = field
        if statement is not None:
            self.initial.setdefault(f"{topic}_{name}", getattr(statement, name))


def _stance() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("In short"),
        choices=[*PolicyStance.choices, ("", _("Not known, or not decided"))],
        required=False,
        widget=forms.RadioSelect,
    )
