"""What a quarter is called."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _

from coophub.web.formats import month
from financing.subsidies.law.budget import MONTHS
from financing.subsidies.law.deadlines import months_after


def quarter_label(start: dt.date) -> str:
    """A quarter by its months: "januari tot en met maart 2027"."""
    return _("%(first)s to %(last)s") % {
        "first": formats.date_format(start, "F"),
        "last": month(months_after(start, MONTHS - 1)),
    }
