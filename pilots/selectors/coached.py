"""Who coaches whom now."""

from django.db.models import Exists, OuterRef

from coophub.accounts.models import User
from pilots.models import Assignment


def coached_by(advisor: User | int, pilot: str = "pk") -> Exists:
    """Narrows a query to the pilots that somebody coaches now; `pilot` is the column that leads to them."""
    return Exists(Assignment.objects.filter(pilot=OuterRef(pilot), advisor=advisor, ended_on=None))
