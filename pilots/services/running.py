"""What a programme is: made, changed, and ended with what came of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.models import Programme
from pilots.selectors.known_programmes import known_programmes
from pilots.selectors.may_apply import why_not_end_programme
from pilots.selectors.running import groups_with_a_place
from pilots.services.programmes import end_pilot

SLUG_LENGTH = 50
CHANGED_MEANWHILE = _(
    "Somebody else changed this while you were typing. What you typed is still here: look at what stands there now, "
    "and save once more to keep yours."
)


@dataclass(frozen=True)
class ProgrammeInput:
    """What is said of a programme; what is not known is empty."""

    name: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    only_years_known: bool = False
    name_en: str = ""
    summary: str = ""
    summary_en: str = ""
    goals: str = ""
    goals_en: str = ""
    target_groups: Sequence[str] = ()
    places: int | None = None
    hours_per_pilot: Decimal | None = None
    coaching_budget: Decimal | None = None
    sources: str = ""
    is_public: bool = True


@transaction.atomic
def create_programme(*, programme: ProgrammeInput, user: User | None) -> Programme:
    """A programme at an address of its own. Raises DomainError when one with this name exists."""
    _refuse_a_known_name(programme.name)
    made = Programme.objects.create(slug=_free_slug(programme.name), **_columns_of(programme))
    record(actor=user, action="pilots.create_programme", target=made, after=_columns_of(programme))
    return made


@transaction.atomic
def change_programme(*, programme: Programme, changed: ProgrammeInput, revision: int, user: User) -> Programme:
    """Keeps what is said of a programme now. Its address stays.

    Raises ClashError when somebody else changed it after `revision`, DomainError for a name that is taken and for fewer
    places than there are groups.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if revision != programme.revision:
        raise ClashError(CHANGED_MEANWHILE, revision=programme.revision)
    _refuse_a_known_name(changed.name, beside=programme)
    taken = groups_with_a_place(programme)
    if changed.places is not None and changed.places < taken:
        raise DomainError(
            ngettext("%(count)s group takes part already.", "%(count)s groups take part already.", taken)
            % {"count": taken},
            field="places",
        )
    columns = _columns_of(changed)
    before = {name: getattr(programme, name) for name in columns if getattr(programme, name) != columns[name]}
    if not before:
        return programme
    for name in before:
        setattr(programme, name, columns[name])
    programme.revision += 1
    programme.save()
    after = {name: columns[name] for name in before}
    record(actor=user, action="pilots.change_programme", target=programme, before=before, after=after)
    return programme


@transaction.atomic
def end_programme(
    *, programme: Programme, outcome: str, outcome_en: str, endings: Mapping[int, str], revision: int, user: User
) -> Programme:
    """Ends a programme today, if it goes on, with what came of it and how it ends for each pilot that goes on. Of a
    programme that has ended it changes what came of it.

    Raises ClashError when somebody else changed it after `revision`, DomainError while its call has no selection and
    for a pilot without an ending.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if revision != programme.revision:
        raise ClashError(CHANGED_MEANWHILE, revision=programme.revision)
    refuse(why_not_end_programme(programme))
    for pilot in programme.pilots.filter(ended_on=None).select_related("initiative"):
        if not endings.get(pilot.pk):
            sentence = _("Choose how it ends for %(group)s.") % {"group": pilot.initiative}
            raise DomainError(sentence, field=f"ending-{pilot.pk}")
        end_pilot(pilot=pilot, outcome=endings[pilot.pk], user=user)
    before = {"ends_on": programme.ends_on, "outcome": programme.outcome}
    if programme.ends_on is None or programme.ends_on > clock.today():
        programme.ends_on = max(clock.today(), programme.starts_on)
    programme.outcome, programme.outcome_en = outcome, outcome_en
    programme.revision += 1
    programme.save(update_fields=["ends_on", "outcome", "outcome_en", "revision"])
    after = {"ends_on": programme.ends_on, "outcome": outcome}
    record(actor=user, action="pilots.end_programme", target=programme, before=before, after=after)
    return programme


@transaction.atomic
def load_known_programmes() -> list[Programme]:
    """Adds the programmes of the ministry until now; gives those that were not there yet. None is changed."""
    there = set(Programme.objects.values_list("slug", flat=True))
    added = [Programme.objects.create(**known.columns) for known in known_programmes() if known.slug not in there]
    for programme in added:
        record(actor=None, action="pilots.create_programme", target=programme, after={"name": programme.name})
    return added


def _columns_of(programme: ProgrammeInput) -> dict[str, Any]:
    return {**asdict(programme), "target_groups": list(programme.target_groups)}


def _refuse_a_known_name(name: str, beside: Programme | None = None) -> None:
    others = Programme.objects.filter(name__iexact=name)
    if beside is not None:
        others = others.exclude(pk=beside.pk)
    if others.exists():
        raise DomainError(_("There is a programme with this name already."), field="name")


def _free_slug(name: str) -> str:
    base = slugify(name)[: SLUG_LENGTH - 4].strip("-") or "programme"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in range(1, 1000) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
