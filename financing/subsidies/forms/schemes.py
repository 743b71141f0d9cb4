"""What scheme managers fill in. A version may be kept half done: `scheme_checks.py` says what it lacks."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.web.bilingual import both
from coophub.web.fields import (
    EuroField,
    KvkNumberField,
    LineField,
    MomentField,
    NumberField,
    PercentField,
    TextField,
    WholeNumberField,
    YesNoField,
    in_english,
    years_ahead,
)
from coophub.web.forms import RadioCards, offer
from coophub.web.rows import RowForm, RowFormSet, row_set
from financing.subsidies.models import (
    TOTAL,
    EligibilityRule,
    LoanTerms,
    RequiredDocument,
    SchemeTerm,
    SchemeVersion,
    Target,
)
from financing.subsidies.papers.letters.deciding import DecisionLetter
from financing.subsidies.papers.letters.kinds import letter_choices
from financing.subsidies.schemes.examples import examples
from financing.subsidies.schemes.facts import FACTS, OPERATORS, Fact
from initiatives.models import Phase
from initiatives.models.steps import STEPS

EMPTY = ""


class NewSchemeForm(forms.Form):
    name = LineField(label=_("What is the scheme called?"), max_length=200)
    start_from = forms.ChoiceField(label=_("Start from"), required=False, widget=RadioCards)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(EMPTY, _("An empty scheme")), *((example.key, both(example, "name")) for example in examples())]
        offer(self, "start_from", choices)
        cast(RadioCards, self.fields["start_from"].widget).descriptions = {
            example.key: both(example, "about") for example in examples()
        }


class SectionForm(forms.Form):
    """A part of the editor. It carries the revision that the page showed, so that nobody overwrites another unseen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def initial_of(cls, version: SchemeVersion) -> dict[str, Any]:
        return {name: getattr(version, name) for name in cls.base_fields if hasattr(version, name)}

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the version itself."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if hasattr(SchemeVersion, name) and name != "revision"
        }

    @property
    def extra(self) -> dict[str, Any]:
        """What `save_scheme_section` gets besides."""
        return {}


class SchemeBasicsForm(SectionForm):
    name = LineField(label=_("Name"), max_length=200)
    name_en = in_english(LineField, _("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SchemeVersion.Kind, widget=forms.RadioSelect)
    issued_by = LineField(label=_("Who gives it?"), max_length=150, required=False)
    summary = TextField(
        label=_("What is it for?"),
        help_text=_("Two or three sentences, for everybody to read."),
        rows=4,
        required=False,
    )
    summary_en = in_english(TextField, _("What is it for?"), rows=4)
    legal_reference = LineField(label=_("Legal basis"), max_length=300, required=False)
    sources = TextField(label=_("Sources, one on a line"), rows=4, required=False)
    is_example = forms.BooleanField(label=_("This is an example: no such rules are published"), required=False)
    example_note = TextField(label=_("What is real and what is an example?"), rows=4, required=False)
    example_note_en = in_english(TextField, _("What is real and what is an example?"), rows=4)
    named_applicant = LineField(
        label=_("Only for one applicant"),
        max_length=150,
        required=False,
        help_text=_("Its name. Leave it empty for a scheme that is open to all who meet the conditions."),
    )
    named_applicant_kvk = KvkNumberField(label=_("KVK number of that applicant"), required=False)
    objection_address = TextField(label=_("Where can an applicant object?"), rows=4, required=False)

    @classmethod
    def initial_of(cls, version: SchemeVersion) -> dict[str, Any]:
        return {**super().initial_of(version), "name": version.scheme.name}

    @property
    def extra(self) -> dict[str, Any]:
        extra: dict[str, Any] = {"name": self.cleaned_data["name"]}
        if self.cleaned_data["kind"] == SchemeVersion.Kind.NOTIFICATION:
            extra["ceilings"] = {TOTAL: Decimal(0)}
        return extra

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        if values["kind"] == SchemeVersion.Kind.NOTIFICATION:
            values |= {"minimum_amount": Decimal(0), "maximum_amount": Decimal(0), "maximum_per_home": None}
        return values


class PeriodForm(SectionForm):
    opens_at = MomentField(
        label=_("Opens"), latest=years_ahead(20), help_text=_("The ceiling is published before this (Awb 4:27).")
    )
    closes_at = MomentField(label=_("Closes"), latest=years_ahead(20), help_text=_("Up to and including this minute."))
    decision_weeks = WholeNumberField(label=_("Weeks to decide in"), min_value=1, max_value=104)
    decision_from = forms.ChoiceField(
        label=_("Those weeks run from"), choices=SchemeVersion.DecisionFrom, widget=forms.RadioSelect
    )
    decision_source = LineField(label=_("Source of that term"), max_length=100, required=False)
    atw_applies = forms.BooleanField(
        label=_("The Algemene termijnenwet reaches this term"),
        required=False,
        help_text=_(
            "Yes for a term in a law or an order in council; for a term in a ministerial scheme only when it says so. "
            "Terms longer than twelve weeks are never extended."
        ),
    )

    def clean_closes_at(self) -> dt.datetime:
        """The whole of the last minute belongs to the window."""
        closes_at: dt.datetime = self.cleaned_data["closes_at"]
        return closes_at + dt.timedelta(seconds=59, microseconds=999999)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", _("The window closes before it opens."))
        return data


class MoneyForm(SectionForm):
    ceiling = EuroField(label=_("Ceiling"), min_value=0, help_text=_("For all applications in this window together."))
    minimum_amount = EuroField(label=_("Least per application"), min_value=0)
    maximum_amount = EuroField(label=_("Most per application"), min_value=0)
    maximum_per_home = EuroField(label=_("Most per home"), min_value=0, required=False)
    own_share = PercentField(
        label=_("Part of the costs that the applicant pays from other money"), min_value=0, max_value=100
    )
    eligible_costs = TextField(
        label=_("Costs that count, one on a line"),
        help_text=_("VAT counts only when it cannot be recovered (KB 6)."),
        rows=4,
        required=False,
    )
    eligible_costs_en = in_english(
        TextField, _("Costs that count, one on a line"), rows=4, help_text=_("In the same order, as many lines.")
    )
    earlier_costs_count = forms.BooleanField(label=_("Costs made before the application count too"), required=False)
    state_aid = forms.ChoiceField(label=_("State aid"), choices=SchemeVersion.StateAid, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for target in Target:
            self.fields[f"ceiling_{target}"] = EuroField(
                label=_("Of which for: %(group)s") % {"group": target.label}, min_value=0, required=False
            )
        for phase in Phase:
            self.fields[f"phase_{phase}"] = EuroField(
                label=_("Most in the phase: %(phase)s") % {"phase": phase.label}, min_value=0, required=False
            )

    @classmethod
    def initial_of(cls, version: SchemeVersion) -> dict[str, Any]:
        return {
            **super().initial_of(version),
            "eligible_costs": "\n".join(version.eligible_costs),
            "eligible_costs_en": "\n".join(version.eligible_costs_en),
            **{f"ceiling_{balance.target}": balance.ceiling for balance in version.balances.exclude(target=TOTAL)},
            **{f"phase_{maximum.phase}": maximum.amount for maximum in version.phase_maxima.all()},
        }

    def clean_eligible_costs(self) -> list[str]:
        return list(dict.fromkeys(_lines(self.cleaned_data["eligible_costs"])))

    def clean_eligible_costs_en(self) -> list[str]:
        return _lines(self.cleaned_data["eligible_costs_en"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, most = data.get("minimum_amount"), data.get("maximum_amount")
        if least is not None and most is not None and most < least:
            self.add_error("maximum_amount", _("This is less than the least per application."))
        english = data.get("eligible_costs_en")
        if english and len(english) != len(data.get("eligible_costs", [])):
            self.add_error("eligible_costs_en", _("Write as many lines as in Dutch, or leave this empty."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "ceiling"}

    @property
    def extra(self) -> dict[str, Any]:
        return {
            "ceilings": {TOTAL: self.cleaned_data["ceiling"], **self._given("ceiling_")},
            "phase_maxima": self._given("phase_"),
        }

    def _given(self, prefix: str) -> dict[str, Decimal]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value is not None
        }


class DividingForm(SectionForm):
    allocation = forms.ChoiceField(
        label=_("How is the money divided?"),
        choices=SchemeVersion.Allocation,
        widget=RadioCards(
            descriptions={
                "receipt": _(
                    "Who is complete first comes first. When a day asks more than is left, lots are drawn "
                    "among that day."
                ),
                "ranking": _(
                    "After the window closes, the highest weighted score first; equal scores by the criteria "
                    "in their order, then by lot."
                ),
                "proportional": _("After the window closes, every application gets the same share of what it asked."),
            }
        ),
    )
    minimum_score = NumberField(
        label=_("Least weighted score"), min_value=0, max_value=10, required=False, unit=_("of 10")
    )
    arrangement = forms.ChoiceField(
        label=_("How does a recipient account for the money?"),
        choices=SchemeVersion.Arrangement,
        widget=forms.RadioSelect,
    )
    advances = forms.ChoiceField(label=_("When is it paid?"), choices=SchemeVersion.Advances, widget=forms.RadioSelect)
    advance_share = PercentField(label=_("Part that is paid in advance"), min_value=0, max_value=100)


class LoanForm(SectionForm):
    rate = PercentField(label=_("Interest"), unit=_("% a year"), min_value=0, max_value=25, decimal_places=4)
    term_years = WholeNumberField(label=_("Term in years"), min_value=1, max_value=50)
    grace_years = WholeNumberField(label=_("First years without repayment"), min_value=0, max_value=49)
    repayment = forms.ChoiceField(label=_("Repayment"), choices=LoanTerms.Repayment, widget=forms.RadioSelect)
    payments_per_year = forms.TypedChoiceField(
        label=_("Payments a year"),
        choices=[(1, _("once")), (4, _("every quarter")), (12, _("every month"))],
        coerce=int,
    )
    rank = forms.ChoiceField(label=_("Rank"), choices=LoanTerms.Rank, widget=forms.RadioSelect)
    conditions = TextField(label=_("Conditions, one on a line"), rows=4, required=False)
    conditions_en = in_english(TextField, _("Conditions, one on a line"), rows=4)

    @classmethod
    def initial_of(cls, version: SchemeVersion) -> dict[str, Any]:
        terms = LoanTerms.objects.filter(version=version).first() or LoanTerms(grace_years=0)
        return {
            "revision": version.revision,
            **{name: getattr(terms, name) for name in cls.base_fields if hasattr(terms, name)},
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("term_years") and (data.get("grace_years") or 0) >= data["term_years"]:
            self.add_error("grace_years", _("This is as long as the loan itself."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {}

    @property
    def extra(self) -> dict[str, Any]:
        return {"loan_terms": {name: value for name, value in self.cleaned_data.items() if name != "revision"}}


class DocumentForm(RowForm):
    known_by = "slug"
    slug = forms.SlugField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Document"), max_length=200)
    title_en = in_english(LineField, _("Document"), max_length=200)
    help_text = LineField(label=_("What must it show?"), max_length=300, required=False)
    help_text_en = in_english(LineField, _("What must it show?"), max_length=300)
    part = forms.ChoiceField(
        label=_("Is it a part of the form?"),
        choices=[("", _("No, it is a file")), *RequiredDocument.Part.choices],
        required=False,
        help_text=_("What a group fills in there is not asked again as a file."),
    )
    step = forms.ChoiceField(
        label=_("With which step does a group get it?"),
        choices=[("", _("Every group can have it")), *((step.key, step.title) for step in STEPS)],
        required=False,
        help_text=_("A group that is not that far yet reads so before it begins."),
    )


class CriterionForm(RowForm):
    known_by = "slug"
    slug = forms.SlugField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Criterion"), max_length=200)
    title_en = in_english(LineField, _("Criterion"), max_length=200)
    guidance = TextField(
        label=_("How to score it"), rows=3, required=False, help_text=_("What a 0, a 5 and a 10 look like.")
    )
    guidance_en = in_english(TextField, _("How to score it"), rows=3)
    weight = WholeNumberField(label=_("Weight"), min_value=0, max_value=100, initial=1)


class TermForm(RowForm):
    purpose = forms.ChoiceField(label=_("What for"), choices=SchemeTerm.Purpose)
    length = WholeNumberField(label=_("How many"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_("Unit"), choices=SchemeTerm.TermUnit)
    source = LineField(label=_("Source"), max_length=150)
    atw_applies = forms.BooleanField(label=_("The Algemene termijnenwet reaches this term"), required=False)


class TextBlockForm(RowForm):
    letter = forms.ChoiceField(label=_("In which letter?"), choices=letter_choices)
    title = LineField(label=_("Name of this text"), max_length=100, help_text=_("Colleagues choose it by this name."))
    text = TextField(label=_("Text"), help_text=_("The group reads this in the letter. Write “u”."))
    is_always_used = forms.BooleanField(
        label=_("It stands in every letter of this kind"),
        required=False,
        help_text=_("Otherwise whoever drafts a decision chooses whether to add it."),
    )


class UniqueTexts(RowFormSet):
    def clean(self) -> None:
        super().clean()
        names = [(row["letter"], row["title"]) for row in rows_of(self) if row.get("title")]
        if len(names) != len(set(names)):
            raise forms.ValidationError(_("Two texts for the same letter have the same name. Give each its own."))
        if any(row["letter"] != DecisionLetter.kind and not row["is_always_used"] for row in rows_of(self) if row):
            raise forms.ValidationError(
                _("Only in a decision can a text be chosen. In other letters it stands always: tick that box.")
            )


class UniquePurposes(RowFormSet):
    def clean(self) -> None:
        super().clean()
        purposes = [row["purpose"] for row in rows_of(self) if row.get("purpose")]
        if len(purposes) != len(set(purposes)):
            raise forms.ValidationError(_("A purpose has one term. Take one of the two away."))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def rows_of(formset: RowFormSet) -> list[dict[str, Any]]:
    """What was typed in the rows that count, in their order, each with what it is known by."""
    known_by = formset.form.known_by
    return [
        {**form.values, **({known_by: form.cleaned_data.get(known_by, "")} if known_by else {})}
        for form in formset.kept
    ]


class SchemeRows:
    """A list within a section: which relation, and what its rows look like."""

    def __init__(
        self,
        relation: str,
        form: type[RowForm],
        add: str | Promise,
        row: str | Promise,
        kind: type[RowFormSet] = RowFormSet,
    ) -> None:
        self.relation, self.form, self.add, self.row, self.kind = relation, form, add, row, kind

    def formset(self, version: SchemeVersion, data: Mapping[str, Any] | None = None) -> RowFormSet:
        stored = list(getattr(version, self.relation).values(*self.form.base_fields))
        return row_set(self.form, self.relation, stored, data, most=60, kind=self.kind)


class SchemeSection:
    """A page of the editor: a form, a list, or both."""

    def __init__(
        self,
        slug: str,
        title: str | Promise,
        lead: str | Promise,
        form: type[SectionForm] = SectionForm,
        rows: SchemeRows | None = None,
    ) -> None:
        self.slug, self.title, self.lead, self.form, self.rows = slug, title, lead, form, rows


SECTIONS: dict[str, SchemeSection] = {
    section.slug: section
    for section in (
        SchemeSection("basics", _("What it is"), _("Name, purpose and legal basis."), SchemeBasicsForm),
        SchemeSection(
            "period",
            _("Window and terms"),
            _("When it opens and closes, and how long a decision may take."),
            PeriodForm,
            SchemeRows("terms", TermForm, _("Add a term"), _("Term"), UniquePurposes),
        ),
        SchemeSection("money", _("Money"), _("Ceilings, maxima and the costs that count."), MoneyForm),
        SchemeSection(
            "dividing",
            _("Dividing and paying"),
            _("Who comes first, when it is paid and how it is accounted for."),
            DividingForm,
        ),
        SchemeSection("loan", _("Terms of the loan"), _("The offer that every borrower gets."), LoanForm),
        SchemeSection(
            "documents",
            _("Documents"),
            _("What an applicant sends along."),
            rows=SchemeRows("required_documents", DocumentForm, _("Add a document"), _("Document")),
        ),
        SchemeSection(
            "criteria",
            _("Criteria"),
            _(
                "What reviewers score, from 0 to 10. With ranking, equal scores are told apart by the "
                "criteria in this order."
            ),
            rows=SchemeRows("criteria", CriterionForm, _("Add a criterion"), _("Criterion")),
        ),
        SchemeSection(
            "texts",
            _("Letters"),
            _("What letters of this scheme say beside what the law asks. A letter that was sent keeps its words."),
            rows=SchemeRows("text_blocks", TextBlockForm, _("Add a text"), _("Text"), UniqueTexts),
        ),
    )
}


def sections_of(version: SchemeVersion) -> list[SchemeSection]:
    """The sections that this kind of scheme has."""
    left_out = set() if version.is_loan else {"loan"}
    if not version.has_money:
        left_out |= {"money", "dividing"}
    return [section for slug, section in SECTIONS.items() if slug not in left_out]


class ChooseFactForm(forms.Form):
    fact = forms.ChoiceField(label=_("A condition about"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = {"initiative": _("The initiative"), "plan": _("The financing plan")}
        offer(
            self,
            "fact",
            [
                (title, [(fact.name, fact.label) for fact in FACTS.values() if fact.source == source])
                for source, title in groups.items()
            ],
        )


class ConditionForm(forms.Form):
    """A comparison and a value that fit the fact, and the sentence that applicants read."""

    explanation = LineField(
        label=_("In words"),
        max_length=300,
        required=False,
        help_text=_(
            "The applicant reads this: “Jullie plan heeft ten minste vijf woningen.” Leave it empty for a "
            "plain sentence."
        ),
    )
    explanation_en = in_english(LineField, _("In words"), max_length=300)

    def __init__(self, *args: Any, fact: Fact, rule: EligibilityRule | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"value": fact.kind == "yes_no" or None}
        if rule is not None:
            value = ", ".join(rule.value) if fact.kind == "words" else rule.value
            initial = {"operator": rule.operator, "value": value}
            initial |= {"explanation": rule.explanation, "explanation_en": rule.explanation_en}
            if fact.kind == "yes_no":
                initial["value"] = "yes" if rule.value else "no"
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self.fact = fact
        operators = [(name, EligibilityRule.Operator(name).label) for name in OPERATORS[fact.kind]]
        if len(operators) > 1:
            self.fields["operator"] = forms.ChoiceField(
                label=str(fact.label), choices=operators, widget=forms.RadioSelect, initial=operators[0][0]
            )
        self.fields["value"] = self._value_field(fact)
        self.order_fields(["operator", "value", "explanation", "explanation_en"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("operator", OPERATORS[self.fact.kind][0])
        value = data.get("value")
        if self.fact.kind == "words" and value is not None:
            data["value"] = [word.strip() for word in value.split(",") if word.strip()]
        elif isinstance(value, Decimal):
            data["value"] = int(value) if value % 1 == 0 else float(value)
        return data

    @staticmethod
    def _value_field(fact: Fact) -> forms.Field:
        if fact.kind == "choice":
            return forms.MultipleChoiceField(
                label=str(fact.label), choices=list((fact.choices or {}).items()), widget=forms.CheckboxSelectMultiple
            )
        if fact.kind == "yes_no":
            return YesNoField(label=str(fact.label))
        if fact.kind == "words":
            return LineField(label=str(fact.label), help_text=_("With a comma between them: Amsterdam, Utrecht."))
        kinds: dict[str, type[NumberField]] = {"amount": EuroField, "share": PercentField}
        return kinds.get(fact.kind, NumberField)(label=_("How much?"), min_value=0)


class ReturnForm(forms.Form):
    reason = TextField(label=_("What has to change?"), rows=3)
