"""What an advisor fills in about a guide."""

from collections.abc import Iterable, Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField, TextField, in_english, years_ahead
from coophub.web.forms import offer
from coophub.web.markdown import drawn
from coophub.web.markdown_fields import MarkdownField, how_to_write
from financing.plans.figures.verdict import WORDS
from financing.plans.forms.reading import names_of_places
from financing.subsidies.models import Ground
from initiatives.models import CooperativeForm, Phase
from initiatives.models.steps import STEPS
from pilots.library.subjects import GuideSubject
from pilots.models import Bottleneck, GuideVersion
from pilots.services.guides import GuideInput

YEARS_GOOD_FOR = 1
LONGEST_TEXT = 30_000


def _places(**said: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, **said)


class GuideForm(forms.Form):
    """A version of a guide: its text, where it comes from, and where it is suggested."""

    subject = forms.ChoiceField(label=_("What is it about?"), choices=GuideSubject)
    title = LineField(
        label=_("Title"), max_length=100, error_messages={"required": _("Say in a few words what the guide is about.")}
    )
    summary = LineField(
        label=_("In short"),
        max_length=250,
        help_text=_("What a group can do after reading it, in one or two sentences."),
        error_messages={"required": _("Say what a group can do after reading it.")},
    )
    text = MarkdownField(
        label=_("Text"),
        rows=20,
        max_length=LONGEST_TEXT,
        help_text=lazy(how_to_write, str)(),
        error_messages={"required": _("Write the guide itself.")},
    )
    changed = LineField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("In one sentence, for who read the version before."),
    )
    sources = TextField(
        label=_("Where it comes from"),
        rows=4,
        max_length=2_000,
        help_text=_("One source on each line: the law with its article, a letter, a page with its year."),
        error_messages={"required": _("Say where it comes from, so that readers can look it up.")},
    )
    checked_on = DayField(
        label=_("Last checked on"), latest=clock.today, help_text=_("On this day you read the sources last.")
    )
    check_again_by = DayField(
        label=_("To be read again by"),
        earliest=clock.today,
        latest=years_ahead(5),
        help_text=_("After this day the page says that the guide may be out of date."),
    )
    phase = _places(label=_("In which phases is it suggested?"), help_text=_("A group sees it on its overview."))
    form = _places(label=_("For which forms?"), help_text=_("A group of this form sees it first in its library."))
    bottleneck = _places(label=_("With which bottlenecks?"))
    field = _places(
        label=_("Beside which fields of a plan?"), help_text=_("Who fills in the field sees it there, once on a page.")
    )
    criterion = _places(label=_("When a plan does not meet which demand?"))
    step = _places(label=_("At which steps of the road map?"))
    ground = _places(
        label=_("When an application was refused on which ground?"),
        help_text=_("A group reads it with the decision."),
    )
    title_en = in_english(LineField, _("Title"), max_length=100)
    summary_en = in_english(LineField, _("In short"), max_length=250)
    text_en = in_english(MarkdownField, _("Text"), rows=20, max_length=LONGEST_TEXT)
    changed_en = in_english(LineField, _("What changed"), max_length=300)

    def __init__(self, *args: Any, is_first: bool = False, **kwargs: Any) -> None:
        """Of a first version nothing changed."""
        super().__init__(*args, **kwargs)
        for kind, choices in places().items():
            offer(self, kind, choices)
        if is_first:
            del self.fields["changed"], self.fields["changed_en"]

    @property
    def guide(self) -> GuideInput:
        said = {name: value for name, value in self.cleaned_data.items() if name in SAID}
        chosen = [f"{kind}-{name}" for kind in places() for name in self.cleaned_data[kind]]
        return GuideInput(**said, read_at=chosen)


SAID = set(GuideInput.__dataclass_fields__) - {"read_at"}


def places() -> dict[str, list[tuple[str, str]]]:
    """Where a guide can be suggested, by kind (`pilots.selectors.guides.WRITTEN_FOR`), each in the order of the app."""
    return {
        "phase": [(name, str(label)) for name, label in Phase.choices],
        "form": [(name, str(label)) for name, label in CooperativeForm.choices],
        "bottleneck": [(name, str(label)) for name, label in Bottleneck.Category.choices],
        "field": [(place.removeprefix("field-"), name) for place, name in names_of_places().items()],
        "criterion": [(name, words.title()) for name, words in WORDS.items()],
        "step": [(step.key, str(step.title)) for step in STEPS],
        "ground": [(name, str(label)) for name, label in Ground.choices],
    }


def places_in_words(read_at: Iterable[str]) -> list[str]:
    """What these places are called."""
    called = {f"{kind}-{name}": str(label) for kind, choices in places().items() for name, label in choices}
    return [called[place] for place in read_at if place in called]


def begun_with(version: GuideVersion | None) -> dict[str, Any]:
    """What a version begins with: what the one before it says."""
    day = clock.today()
    dates = {"checked_on": day, "check_again_by": day + relativedelta(years=YEARS_GOOD_FOR)}
    return dates if version is None else {**said_in(version), "changed": "", "changed_en": "", **dates}


def said_in(version: GuideVersion) -> dict[str, Any]:
    chosen: dict[str, list[str]] = {kind: [] for kind in places()}
    for place in version.read_at:
        kind, _dash, name = place.partition("-")
        chosen[kind].append(name)
    return {**{name: getattr(version, name) for name in SAID}, **chosen}


def previewed(written: Mapping[str, Any]) -> list[tuple[str, SafeString]]:
    """What was written as it will be read, under its title; the English when there is any."""
    texts = [(written.get("title"), written.get("text")), (written.get("title_en"), written.get("text_en"))]
    return [(str(title or _("Without a title")), drawn(str(text))) for title, text in texts if text]
