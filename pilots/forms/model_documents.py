"""What an advisor fills in about a document to begin from."""

from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, LineField, in_english, years_ahead
from coophub.web.markdown_fields import MarkdownField, how_to_write
from pilots.models import ModelDocument, ModelVersion
from pilots.services.model_documents import ModelVersionInput

YEARS_GOOD_FOR = 2
LONGEST_ABOUT = 2_000


class ModelVersionForm(forms.Form):
    """A version: its file, and what a group has to know before it begins from it."""

    title = LineField(label=_("Title"), max_length=120)
    upload = UploadField()
    about = MarkdownField(
        label=_("What it is for, and what to fill in"),
        rows=5,
        max_length=LONGEST_ABOUT,
        help_text=lazy(how_to_write, str)(),
    )
    changed = LineField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("In one sentence, for who began from the version before."),
    )
    holds_from = DayField(label=_("From when"), help_text=_("From this day groups should begin from it."))
    source = LineField(
        label=_("Where it comes from"),
        max_length=200,
        help_text=_("Who wrote it, and which law or example it follows. What you made yourself says so."),
    )
    source_on = DayField(label=_("Day of the source"), latest=clock.today)
    check_again_by = DayField(
        label=_("To be read again by"),
        earliest=clock.today,
        latest=years_ahead(5),
        help_text=_("After this day the page says that the document may be out of date."),
    )
    title_en = in_english(LineField, _("Title"), max_length=120)
    about_en = in_english(MarkdownField, _("What it is for, and what to fill in"), rows=4, max_length=LONGEST_ABOUT)
    changed_en = in_english(LineField, _("What changed"), max_length=300)

    def __init__(self, *args: Any, has_file: bool = False, is_first: bool = False, **kwargs: Any) -> None:
        """A version that `has_file` keeps it when no other is chosen; of a first version nothing changed."""
        super().__init__(*args, **kwargs)
        if has_file:
            self.fields["upload"].required = False
        if is_first:
            del self.fields["changed"], self.fields["changed_en"]

    @property
    def version(self) -> ModelVersionInput:
        return ModelVersionInput(**{name: value for name, value in self.cleaned_data.items() if name in SAID})


SAID = set(ModelVersionInput.__dataclass_fields__)


class NewModelForm(ModelVersionForm):
    """A model document with its first version."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ModelDocument.Kind.choices)
    field_order = ["kind"]


def begun_with(version: ModelVersion | None) -> dict[str, Any]:
    """What a newer version begins with: what the one before it says."""
    day = clock.today()
    begun: dict[str, Any] = {"holds_from": day, "check_again_by": day + relativedelta(years=YEARS_GOOD_FOR)}
    if version is not None:
        begun |= {name: getattr(version, name) for name in ("title", "about", "source", "title_en", "about_en")}
    return begun


def said_in(version: ModelVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in SAID}
