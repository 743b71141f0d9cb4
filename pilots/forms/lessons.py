"""What an advisor fills in about what was learnt."""

from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import translation
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField, years_ahead
from coophub.web.markdown import drawn
from coophub.web.markdown_fields import MarkdownField, how_to_write
from initiatives.models import CooperativeForm, Phase
from pilots.library.names import FoundName, KnownNames
from pilots.models import Bottleneck, Lesson
from pilots.models.lessons import DUTCH, ENGLISH
from pilots.selectors.lessons import LessonFilter
from pilots.services.lessons import LessonInput

YEARS_GOOD_FOR = 2
LONGEST_TEXT = 4_000


class LessonForm(forms.Form):
    """A lesson, in words that fit any group."""

    title = LineField(label=_("Title"), max_length=120, help_text=_("What the lesson says, in one line."))
    problem = MarkdownField(label=_("What was the matter?"), rows=5, max_length=LONGEST_TEXT)
    what_helped = MarkdownField(
        label=_("What helped?"), rows=6, max_length=LONGEST_TEXT, help_text=lazy(how_to_write, str)()
    )
    check_again_by = DayField(
        label=_("To be read again by"),
        earliest=clock.today,
        latest=years_ahead(5),
        help_text=_("After this day the page says that the lesson may be out of date."),
    )
    title_en = LineField(
        label=_("Title in English"),
        max_length=120,
        required=False,
        help_text=_("Without it, who reads English sees the Dutch."),
    )
    problem_en = MarkdownField(
        label=_("What was the matter, in English"), rows=4, max_length=LONGEST_TEXT, required=False
    )
    what_helped_en = MarkdownField(label=_("What helped, in English"), rows=4, max_length=LONGEST_TEXT, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in ENGLISH):
            for name in ENGLISH:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Write all three in English, or none of them."))
        return data

    @property
    def lesson(self) -> LessonInput:
        return LessonInput(**self.cleaned_data)


def begun_from(bottleneck: Bottleneck) -> dict[str, Any]:
    """What a lesson begins with: what the bottleneck says, with the names that were in it."""
    with translation.override("nl"):
        title = bottleneck.title
    return {
        "title": title,
        "problem": bottleneck.description,
        "what_helped": bottleneck.resolution,
        "check_again_by": clock.today() + relativedelta(years=YEARS_GOOD_FOR),
    }


def written_in(lesson: Lesson) -> dict[str, Any]:
    return {name: getattr(lesson, name) for name in LessonForm.base_fields}


def without_names(written: dict[str, Any], names: KnownNames) -> tuple[dict[str, Any], list[FoundName]]:
    """What was written with every name replaced, and the names that stood in it."""
    replaced, found = dict(written), []
    for name in (*DUTCH, *ENGLISH):
        text = str(written.get(name) or "")
        found += names.in_text(text)
        replaced[name] = names.replaced_in(text, in_english=name in ENGLISH)
    return replaced, list(dict.fromkeys(found))


def previewed(written: Mapping[str, Any]) -> list[tuple[str, SafeString]]:
    """What was written as it will be read, each text with its heading; the English when there is any."""
    found = [
        (_("What was the matter"), "problem"),
        (_("What helped"), "what_helped"),
        (_("What was the matter, in English"), "problem_en"),
        (_("What helped, in English"), "what_helped_en"),
    ]
    return [(str(label), drawn(str(written[name]))) for label, name in found if written.get(name)]


class LessonReturnForm(forms.Form):
    remark = LineField(label=_("What has to be different?"), max_length=300)


class LessonFilterForm(forms.Form):
    """Read from the address. What is no valid choice filters nothing."""

    category = forms.ChoiceField(
        label=_("About"), choices=[("", _("Everything")), *Bottleneck.Category.choices], required=False
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=[("", _("All")), *Phase.choices], required=False)
    form = forms.ChoiceField(label=_("Form"), choices=[("", _("All")), *CooperativeForm.choices], required=False)

    @property
    def chosen(self) -> LessonFilter:
        """What was filled in and can be read."""
        self.is_valid()
        return LessonFilter(**self.cleaned_data)

    @property
    def narrows(self) -> bool:
        return self.chosen != LessonFilter()
