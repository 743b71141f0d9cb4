"""What is filled in to complete an application: what is missing, and what comes in answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, TextField
from financing.subsidies.models import (
    Application,
)
from financing.subsidies.schemes.terms import remedy_term


class RemedyForm(forms.Form):
    points = TextField(
        label=_("What is missing?"),
        help_text=_("One thing on a line. The group answers each line, with a text or a document."),
    )
    explanation = TextField(label=_("Explanation in the letter"), rows=3, required=False)
    last_day = DayField(label=_("Complete it by"))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        last_day = remedy_term(application.scheme_version).end(clock.today())
        kwargs.setdefault("initial", {"last_day": last_day})
        super().__init__(*args, **kwargs)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]


class CompleteForm(forms.Form):
    """An answer and a document for each point that the ministry named."""

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for number, point in enumerate(points, start=1):
            self.fields[f"answer_{number}"] = TextField(
                label=point, rows=4, required=False, help_text=_("Write an answer, or add a document.")
            )
            self.fields[f"upload_{number}"] = UploadField(label=_("Document"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, len(self.points) + 1):
            is_open = not data.get(f"answer_{number}") and not data.get(f"upload_{number}")
            if is_open and f"upload_{number}" not in self.errors:
                self.add_error(f"answer_{number}", _("Write an answer, or add a document."))
        return data

    @property
    def answers(self) -> dict[str, str]:
        return {point: self.cleaned_data[f"answer_{number}"] for number, point in enumerate(self.points, start=1)}

    @property
    def uploads(self) -> list[Any]:
        found = (self.cleaned_data[f"upload_{number}"] for number in range(1, len(self.points) + 1))
        return [upload for upload in found if upload]
