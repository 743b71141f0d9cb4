"""What a quarter is called."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _

from coophub.web.formats import month
from financing.subsidies.law.budget import next_quarter


def quarter_label(start: dt.date) -> str:
    """A quarter by its months: "januari tot en met maart 2027"."""
    last = next_quarter(start) - dt.timedelta(days=1)
    return _("%(first)s to %(last)s") % {
        "first": formats.date_format(start, "F"),
        "last": month(last),
    }
