"""The list of measures that groups try."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import why_not_keep_measures
from pilots.models import KnownMeasure, MeasureTried


@transaction.atomic
def merge_measures(*, keep: KnownMeasure, other: KnownMeasure, user: User) -> KnownMeasure:
    """Makes `other` a spelling of the measure that is kept: what was tried under it counts there, and who types it
    finds that one. Were both written down for one bottleneck on one day, then what stands under the kept name counts.

    Raises DomainError for who does not keep the list, for a measure with itself, and for one that was joined already.
    """
    refuse(why_not_keep_measures(user))
    locked = KnownMeasure.objects.select_for_update().in_bulk([keep.pk, other.pk])
    keep, other = locked[keep.pk], locked[other.pk]
    if keep == other:
        raise DomainError(_("Choose two measures."), field="other")
    for name, measure in (("keep", keep), ("other", other)):
        if measure.spelling_of_id is not None:
            raise DomainError(_("This measure was joined with another already."), field=name)
    moved, dropped = 0, []
    for tried in other.tried.select_related("bottleneck"):
        if MeasureTried.objects.filter(bottleneck=tried.bottleneck, measure=keep, on=tried.on).exists():
            dropped.append({"bottleneck": tried.bottleneck_id, "on": tried.on, "outcome": tried.outcome})
            tried.delete()
            continue
        tried.measure = keep
        tried.save(update_fields=["measure"])
        moved += 1
    other.spellings.update(spelling_of=keep)
    other.spelling_of = keep
    other.save(update_fields=["spelling_of"])
    record(
        actor=user,
        action="pilots.merge_measures",
        target=keep,
        before={"measures": [keep.name, other.name]},
        after={"measure": keep.name, "moved": moved, "written_twice": dropped},
    )
    return keep
