"""Whether readers found texts of the library useful: counts, and never whose answer it was."""

from dataclasses import dataclass

from django.db.models import Count, FloatField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from pilots.models import UsefulAnswer

FEWEST = 5
"""With fewer answers no count is shown: who gave the first one would read the second."""


SHARE = (Count("pk", filter=Q(is_useful=True)) + 1.0) / (Count("pk") + 2.0)
UNKNOWN = 0.5
"""A text without answers stands in the middle, and one answer moves it little."""


@dataclass(frozen=True)
class UsefulCount:
    """How many readers answered, and how many of them found it useful."""

    yes: int
    answers: int

    @property
    def is_shown(self) -> bool:
        return self.answers >= FEWEST


def useful_count(text: str) -> UsefulCount:
    counted = UsefulAnswer.objects.filter(text=text).aggregate(
        yes=Count("pk", filter=Q(is_useful=True)), all=Count("pk")
    )
    return UsefulCount(counted["yes"], counted["all"])


def useful_shares(beginning: str) -> dict[str, float]:
    """Of the texts that begin so, the share of the readers who found each useful, as `share_useful` counts it. One
    query.
    """
    answers = UsefulAnswer.objects.filter(text__startswith=beginning).order_by()
    return dict(answers.values_list("text").annotate(share=SHARE))


def share_useful(beginning: str) -> Coalesce:
    """For a query of texts that are named by `beginning` and their number: the share of the readers who found each
    useful. One without answers stands in the middle, and one answer moves it little.
    """
    answers = UsefulAnswer.objects.filter(text=Concat(Value(beginning), Cast(OuterRef("pk"), TextField())))
    counted = answers.order_by().values("text").annotate(share=SHARE).values("share")
    return Coalesce(Subquery(counted, output_field=FloatField()), Value(UNKNOWN))
