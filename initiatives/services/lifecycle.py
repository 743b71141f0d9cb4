"""From the first day of an initiative to the last."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.connectors.locations import Location
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_show
from initiatives.models import (
    Building,
    Ending,
    Initiative,
    MemberRole,
    Membership,
    Municipality,
    Phase,
    PhaseChange,
)
from initiatives.selectors.take_downs import in_force
from initiatives.services.road_map import follow_template

SLUGS_THAT_ARE_PAGES = {"new"}
SLUG_LENGTH = Initiative._meta.get_field("slug").max_length or 80

PROFILE_FACTS = (
    "name",
    "municipality",
    "form",
    "building",
    "is_woningwet_cooperative",
    "target_group",
    "homes",
    "summary",
    "description",
    "website",
    "seeks_members",
    "moves_in_year",
    "takes_messages",
    "latitude",
    "longitude",
    "legal_name",
    "kvk_number",
)


@transaction.atomic
def start_initiative(
    *,
    user: User,
    name: str,
    municipality: Municipality,
    form: str,
    target_group: str,
    homes: int,
    building: str = Building.NEW_BUILD,
    phase: str = Phase.INITIATIVE,
    summary: str = "",
) -> Initiative:
    """Begins an initiative with `user` as its first owner and a road map from the template of its form.

    The same person beginning the same thing twice (name and municipality) gets the one there is.
    """
    # Two clicks wait for each other here, so that the second finds what the first made.
    User.objects.select_for_update().get(pk=user.pk)
    made_before = Initiative.objects.filter(
        created_by=user, name__iexact=name.strip(), municipality=municipality, ended_on=None
    ).first()
    if made_before is not None:
        return made_before

    initiative = begin(
        Initiative(
            name=name.strip(),
            municipality=municipality,
            form=form,
            building=building,
            target_group=target_group,
            homes=homes,
            phase=phase,
            summary=summary.strip(),
            created_by=user,
        )
    )
    Membership.objects.create(initiative=initiative, user=user, role=MemberRole.OWNER)
    PhaseChange.objects.create(initiative=initiative, phase=phase, on=clock.today(), by=user)
    record(
        actor=user,
        action="initiatives.start",
        target=initiative,
        after={
            "name": initiative.name,
            "municipality": municipality.code,
            "form": form,
            "homes": homes,
            "phase": phase,
        },
    )
    return initiative


def begin(initiative: Initiative) -> Initiative:
    """Saves a new initiative under an address of its own, with its road map: inside the transaction that makes it."""
    initiative = _create_under_free_slug(initiative)
    follow_template(initiative)
    return initiative


def _create_under_free_slug(initiative: Initiative) -> Initiative:
    """Saves it under an address made of its name, with a number behind it when that address is taken."""
    base = slugify(initiative.name)[: SLUG_LENGTH - 6].strip("-") or "initiative"
    taken = set(Initiative.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | SLUGS_THAT_ARE_PAGES
    number = 1
    while True:
        initiative.slug = base if number == 1 else f"{base}-{number}"
        number += 1
        if initiative.slug in taken:
            continue
        try:
            with transaction.atomic():
                initiative.save(force_insert=True)
        except IntegrityError:
            # Somebody took this address between our look and our save.
            if not Initiative.objects.filter(slug=initiative.slug).exists():
                raise
            continue
        return initiative


@transaction.atomic
def hide_first_steps(*, initiative: Initiative, user: User) -> Initiative:
    """Puts away what a new group is told to do first. Doing so twice is once."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.first_steps_hidden_at is None:
        initiative.first_steps_hidden_at = clock.now()
        initiative.save(update_fields=["first_steps_hidden_at"])
        record(actor=user, action="initiatives.hide_first_steps", target=initiative)
    return initiative


@transaction.atomic
def change_profile(
    *, initiative: Initiative, facts: Mapping[str, Any], user: User, shown: ShownValues = NOTHING_SHOWN
) -> Initiative:
    """Changes those `facts` (names in PROFILE_FACTS) that differ. The address stays, so that links keep working.

    Another form or kind of building brings its own steps to the road map; steps with a date stay.
    Raises ValuesClashError for what others changed after it was `shown`, DomainError when a published initiative would
    be left without a summary.
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=initiative.pk)
    facts = shown.merge({name: facts[name] for name in PROFILE_FACTS if name in facts}, onto=initiative)
    changed = [name for name, value in facts.items() if getattr(initiative, name) != value]
    if not changed:
        return initiative
    if initiative.is_published and not facts.get("summary", initiative.summary):
        raise DomainError(
            _("The public page needs a sentence about you. Write one, or hide the page first."), field="summary"
        )
    before = {name: getattr(initiative, name) for name in changed}
    for name in changed:
        setattr(initiative, name, facts[name])
    initiative.save(update_fields=changed)
    if {"form", "building"} & set(changed):
        follow_template(initiative)
    record(
        actor=user,
        action="initiatives.change_profile",
        target=initiative,
        before={name: str(value) for name, value in before.items()},
        after={name: str(facts[name]) for name in changed},
    )
    return initiative


class Blur(models.TextChoices):
    """How exactly the place of a group is kept, and so shown."""

    NEIGHBOURHOOD = "neighbourhood", gettext_lazy("About the neighbourhood")
    STREET = "street", gettext_lazy("About the street")
    EXACT = "exact", gettext_lazy("The very place")


DECIMALS = {Blur.NEIGHBOURHOOD: 2, Blur.STREET: 3, Blur.EXACT: 7}
"""Of a degree: a hundredth is some 1,100 metres from south to north and 700 from west to east, so what is rounded to it
is at most some 700 metres away.
"""


def place_initiative(*, initiative: Initiative, location: Location, blur: str, user: User) -> Initiative:
    """Keeps where a group is, as blurred as it wants; the exact place is kept nowhere then."""
    decimals = DECIMALS[Blur(blur)]
    facts = {"latitude": round(location.latitude, decimals), "longitude": round(location.longitude, decimals)}
    return change_profile(initiative=initiative, facts=facts, user=user)


@transaction.atomic
def change_phase(*, initiative: Initiative, phase: str, user: User | None, on: dt.date | None = None) -> Initiative:
    """Moves an initiative to another phase, forwards or back, from the day `on` (today when left out).

    The phase it is in already changes nothing. Raises DomainError for a day to come or before the last change.
    """
    on = on or clock.today()
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.phase == phase:
        return initiative
    if on > clock.today():
        raise DomainError(_("This day is still to come."), field="on")
    last = initiative.phase_changes.order_by("-on", "-pk").first()
    if last is not None and on < last.on:
        raise DomainError(_("This day is before the phase you are in began."), field="on")
    before = initiative.phase
    initiative.phase = phase
    initiative.save(update_fields=["phase"])
    PhaseChange.objects.create(initiative=initiative, phase=phase, on=on, by=user)
    record(
        actor=user,
        action="initiatives.change_phase",
        target=initiative,
        before={"phase": before},
        after={"phase": phase, "on": on},
    )
    return initiative


@transaction.atomic
def publish_initiative(*, initiative: Initiative, user: User | None) -> Initiative:
    """Shows an initiative in the public register. Publishing twice keeps the first moment.

    Raises DomainError when nobody could read what it is, or when it has ended.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.is_published:
        return initiative
    refuse(why_not_show(initiative, in_force(initiative)))
    initiative.published_at = clock.now()
    initiative.save(update_fields=["published_at"])
    record(actor=user, action="initiatives.publish", target=initiative, after={"published_at": initiative.published_at})
    return initiative


@transaction.atomic
def unpublish_initiative(*, initiative: Initiative, user: User | None) -> Initiative:
    """Takes an initiative out of the public register."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if not initiative.is_published:
        return initiative
    before = initiative.published_at
    initiative.published_at = None
    initiative.save(update_fields=["published_at"])
    record(actor=user, action="initiatives.unpublish", target=initiative, before={"published_at": before})
    return initiative


@transaction.atomic
def end_initiative(*, initiative: Initiative, user: User | None, outcome: str = Ending.STOPPED) -> Initiative:
    """Notes that an initiative goes no further and takes it out of the register. Its members keep its pages.

    Ending it twice keeps the first day.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.ended_on:
        return initiative
    initiative.ended_on = clock.today()
    initiative.outcome = outcome
    initiative.published_at = None
    initiative.save(update_fields=["ended_on", "outcome", "published_at"])
    record(
        actor=user,
        action="initiatives.end",
        target=initiative,
        after={"ended_on": initiative.ended_on, "outcome": outcome},
    )
    return initiative
