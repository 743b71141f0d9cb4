"""Whether a reader found a text of the library useful."""

from django.db import transaction
from django.utils.crypto import salted_hmac

from coophub.web import clock
from pilots.models import UsefulAnswer

MOST_IN_A_DAY = 200
"""So many new answers about one text are counted in a day: a machine that answers without end counts no further."""


@transaction.atomic
def answer_useful(*, text: str, reader: str, is_useful: bool) -> None:
    """Keeps one answer of a reader about a text; another one comes in its place. `reader` names a person or a session,
    and is kept as a code alone. It is not in the trail: that would say who answered what.
    """
    code = salted_hmac("pilots.useful", f"{text} {reader}", algorithm="sha256").hexdigest()
    if UsefulAnswer.objects.filter(text=text, reader=code).update(is_useful=is_useful):
        return
    if UsefulAnswer.objects.filter(text=text, on=clock.today()).count() < MOST_IN_A_DAY:
        UsefulAnswer.objects.get_or_create(text=text, reader=code, defaults={"is_useful": is_useful})
