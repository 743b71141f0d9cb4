"""What who does not confirm fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField


class TurnDownProposalForm(forms.Form):
    because = LineField(
        label=_("Why not?"), max_length=300, help_text=_("Your colleague reads this, and it stays in the record.")
    )
