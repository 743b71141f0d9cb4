"""Groups that are not on CoopHub themselves: an advisor puts them in the register, until they take their page over."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_keep_listing, why_not_list
from initiatives.models import Initiative, Invitation, Listing, MemberRole, Municipality, VisitorMessage
from initiatives.selectors.register import published_namesake
from initiatives.services.lifecycle import begin
from initiatives.services.people import invite_member


@transaction.atomic
def list_group(
    *,
    user: User,
    name: str,
    municipality: Municipality,
    form: str,
    building: str,
    target_group: str,
    homes: int,
    phase: str,
    summary: str,
    source: str,
    source_url: str,
    known_on: dt.date,
) -> Initiative:
    """Puts a group that is not on CoopHub in the register, with the source of what is said of it. It has no members.

    The same group listed twice by the same advisor is listed once. Raises DomainError when the register has a group of
    that name in that municipality.
    """
    refuse(why_not_list(user))
    # Two clicks wait for each other here, so that the second finds what the first made.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known = published_namesake(name, municipality)
    if known is not None and Listing.objects.filter(initiative=known, listed_by=user, source=source).exists():
        return known
    if known is not None:
        sentence = _("%(name)s in %(municipality)s stands in the register already.")
        raise DomainError(sentence % {"name": known.name, "municipality": municipality.name}, field="name")
    initiative = begin(
        Initiative(
            name=name,
            municipality=municipality,
            form=form,
            building=building,
            target_group=target_group,
            homes=homes,
            phase=phase,
            summary=summary,
            created_by=user,
            published_at=clock.now(),
        )
    )
    Listing.objects.create(
        initiative=initiative, source=source, source_url=source_url, known_on=known_on, listed_by=user
    )
    record(
        actor=user,
        action="initiatives.list_group",
        target=initiative,
        after={"name": name, "municipality": municipality.code, "source": source, "known_on": known_on},
    )
    return initiative


@transaction.atomic
def change_source(*, initiative: Initiative, source: str, source_url: str, known_on: dt.date, user: User) -> Listing:
    """Says where what the page tells is known from now. The same again changes nothing.

    Raises DomainError for who keeps no listings, and once the group has its page itself.
    """
    listing = Listing.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=initiative.pk)
    refuse(why_not_keep_listing(listing, user))
    before = {"source": listing.source, "source_url": listing.source_url, "known_on": listing.known_on}
    after = {"source": source, "source_url": source_url, "known_on": known_on}
    if before == after:
        return listing
    listing.source, listing.source_url, listing.known_on = source, source_url, known_on
    listing.save(update_fields=list(after))
    record(actor=user, action="initiatives.change_source", target=listing.initiative, before=before, after=after)
    return listing


@transaction.atomic
def invite_writer(*, message: VisitorMessage, user: User) -> Invitation:
    """Invites who wrote by the page of a listed group to become its owner. Their address is not shown.

    Raises DomainError for who keeps no listings, once the group has its page itself, and when no invitation may be sent
    to the address.
    """
    listing = Listing.objects.select_related("initiative").get(pk=message.initiative_id)
    refuse(why_not_keep_listing(listing, user))
    return invite_member(initiative=listing.initiative, email=message.email, role=MemberRole.OWNER, user=user)
