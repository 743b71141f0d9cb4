"""Guides: written by one advisor, approved by another, and then for everybody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.library.guide import all_facts
from pilots.may import (
    why_not_approve_guide,
    why_not_change_guide,
    why_not_offer_guide,
    why_not_withdraw_guide,
    why_not_write_guide,
    why_not_write_guide_version,
)
from pilots.models import GuideVersion
from pilots.models.guides import DUTCH, LONGEST_SLUG
from pilots.selectors.guides import versions_of
from pilots.services.approving import move, other_advisors, refuse_half_english, sign

PAGES = {"lessons", "documents"}
"""Addresses of the library that are no guides."""


@dataclass(frozen=True)
class GuideInput:
    """What an advisor writes. The English may be empty, and of a first version what changed."""

    subject: str
    title: str
    summary: str
    text: str
    sources: str
    checked_on: dt.date
    check_again_by: dt.date
    read_at: list[str]
    changed: str = ""
    title_en: str = ""
    summary_en: str = ""
    text_en: str = ""
    changed_en: str = ""


@transaction.atomic
def write_guide(*, guide: GuideInput, user: User) -> GuideVersion:
    """Keeps a new guide as a draft for its author alone, under an address made of its title.

    Raises DomainError for who is no advisor, and beside the title when another guide has that address.
    """
    refuse(why_not_write_guide(user))
    slug = slugify(guide.title)[:LONGEST_SLUG].strip("-")
    if not slug:
        raise DomainError(_("Write the title in words."), field="title")
    _refuse_taken(slug)
    version = _keep(slug, guide, user)
    record(actor=user, action="pilots.write_guide", target=version, after=_traced(version))
    return version


@transaction.atomic
def write_guide_version(*, slug: str, guide: GuideInput, user: User) -> GuideVersion:
    """Keeps a newer version as a draft. The one that is published stays until this one is approved, and is kept after.

    Raises DomainError when somebody is at work on one, and when nobody says what changed.
    """
    refuse(why_not_write_guide_version(slug, user))
    _refuse_unsaid(guide)
    version = _keep(slug, guide, user)
    record(actor=user, action="pilots.write_guide_version", target=version, after=_traced(version))
    return version


@transaction.atomic
def change_guide(*, version: GuideVersion, changed: GuideInput, user: User) -> GuideVersion:
    """Changes a version that is not published. What waited was another text: it is a draft again.

    Raises DomainError for who did not write it, and for one that is published or withdrawn.
    """
    version = _locked(version)
    refuse(why_not_change_guide(version, user))
    if version.number > 1:
        _refuse_unsaid(changed)
    before = version.content
    _say(version, changed)
    if version.content == before:
        return version
    version.state = GuideVersion.State.DRAFT
    version.save()
    record(actor=user, action="pilots.change_guide", target=version, after=_traced(version))
    return version


@transaction.atomic
def offer_guide(*, version: GuideVersion, user: User) -> GuideVersion:
    """Asks the other advisors to approve it.

    Raises DomainError for who did not write it, and when it is no draft any more.
    """
    version = _locked(version)
    refuse(why_not_offer_guide(version, user))
    move(version, GuideVersion.State.WAITING)
    record(actor=user, action="pilots.offer_guide", target=version, after=_traced(version))
    _tell(other_advisors(version), version, "pilots_guide_waits")
    return version


@transaction.atomic
def approve_guide(*, version: GuideVersion, read: str, user: User) -> GuideVersion:
    """Signs for the text of which `read` is the seal, and publishes it. Its author is told.

    Raises DomainError for its author, when it does not wait any more, and when it was changed since it was read.
    """
    version = _locked(version)
    refuse(why_not_approve_guide(version, user))
    sign(version, read=read, user=user)
    record(actor=user, action="pilots.approve_guide", target=version, after=_traced(version))
    _tell([version.author], version, "pilots_guide_approved")
    return version


@transaction.atomic
def return_guide(*, version: GuideVersion, remark: str, user: User) -> GuideVersion:
    """Sends a version back to its author, with what has to be different.

    Raises DomainError for who may not approve it, and when it does not wait any more.
    """
    version = _locked(version)
    refuse(why_not_approve_guide(version, user))
    move(version, GuideVersion.State.DRAFT, remark=remark)
    record(actor=user, action="pilots.return_guide", target=version, after=_traced(version))
    _tell([version.author], version, "pilots_guide_returned")
    return version


@transaction.atomic
def withdraw_guide(*, version: GuideVersion, user: User) -> GuideVersion:
    """Takes a version away from everybody; the one before it is offered again.

    Raises DomainError for who may not, and when that was done already.
    """
    version = _locked(version)
    refuse(why_not_withdraw_guide(version, user))
    move(version, GuideVersion.State.WITHDRAWN)
    record(actor=user, action="pilots.withdraw_guide", target=version, after=_traced(version))
    return version


def _refuse_taken(slug: str) -> None:
    """Raises DomainError for an address that another guide has, or a page of the library. Those of which every version
    was withdrawn are free.
    """
    ours = PAGES.union(facts.slug for facts in all_facts())
    if slug not in ours and not versions_of(slug).exclude(state=GuideVersion.State.WITHDRAWN).exists():
        return
    raise DomainError(
        _("Another guide has this title already. Choose another, or write a newer version of that one."), field="title"
    )


def _refuse_unsaid(guide: GuideInput) -> None:
    if not guide.changed:
        raise DomainError(_("Say what changed, so that who read the guide knows what is new."), field="changed")


def _keep(slug: str, said: GuideInput, user: User) -> GuideVersion:
    """Two advisors who write a version of one guide at once: the second is told."""
    newest = versions_of(slug).values_list("number", flat=True).first() or 0
    version = GuideVersion(slug=slug, number=newest + 1, author=user)
    _say(version, said)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        sentence = _("Another advisor wrote at this guide in the same moment. What you typed is still here.")
        raise DomainError(sentence, field="title") from error
    return version


def _say(version: GuideVersion, said: GuideInput) -> None:
    """Raises DomainError beside the field for English that is there in part."""
    for name, value in asdict(said).items():
        setattr(version, name, value)
    refuse_half_english(version, DUTCH)


def _locked(version: GuideVersion) -> GuideVersion:
    return GuideVersion.objects.select_for_update(of=("self",)).select_related("author").get(pk=version.pk)


def _traced(version: GuideVersion) -> dict[str, str]:
    """The trail says what became of a guide and of which text, by its seal: it is read by who may not read it yet."""
    return {"state": version.state, "seal": version.seal}


def _tell(people: Iterable[User], version: GuideVersion, kind: str) -> None:
    url = reverse("pilots:guide_version", args=[version.slug, version.number])
    notify(recipients=people, kind=kind, context={"title": version.title}, url=url, email=False)
