"""A later decision: extended where the scheme allows, told under 4:14, or agreed to by the group (Awb 4:14, 4:15)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.models import Application, Postponement
from financing.subsidies.papers.letters.terms import ExtensionLetter
from financing.subsidies.procedure.may.terms import (
    why_not_answer_consent,
    why_not_ask_consent,
    why_not_extend,
    why_not_give_notice,
    why_not_move,
)
from financing.subsidies.procedure.terms import decision_deadline
from financing.subsidies.schemes.terms import extension_weeks
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import handlers_of, tell_group, tell_staff
from financing.subsidies.services.steps import locked, refuse

KIND = Postponement.Kind


@transaction.atomic
@clock.at_one_moment
def extend_term(*, application: Application, reason: str, user: User, weeks: int | None = None) -> Postponement:
    """Extends the decision term, once, by at most what the scheme allows, with notice before it ends.

    Raises DomainError when the scheme does not allow it, it was done before, or the term has ended.
    """
    application = locked(application)
    refuse(why_not_extend(application, clock.today()), application)
    most = extension_weeks(application.scheme_version)
    if not 1 <= (weeks := weeks or most) <= most:
        raise DomainError(_("The scheme allows at most %(weeks)s weeks.") % {"weeks": most}, field="weeks")
    postponement = Postponement.objects.create(
        application=application, kind=KIND.EXTENSION, reason=reason, weeks=weeks, made_by=user, made_at=clock.now()
    )
    before = _move_date(application)
    record(
        actor=user,
        action="subsidies.extend",
        target=application,
        before={"decide_by": before},
        after={"decide_by": application.decide_by, "weeks": weeks, "reason": reason},
    )
    _send(application, postponement)
    return postponement


@transaction.atomic
@clock.at_one_moment
def give_notice(*, application: Application, reason: str, last_day: dt.date, user: User) -> Postponement:
    """Tells that the decision will be late, and when it comes (Awb 4:14 lid 1). It moves no date and stops no penalty.

    Raises DomainError for a day that is not after the decision date.
    """
    application = locked(application)
    refuse(why_not_give_notice(application), application)
    if application.decide_by and last_day <= application.decide_by:
        raise DomainError(
            _("The decision is due on %(day)s. Name a later day.") % {"day": day(application.decide_by)},
            field="last_day",
        )
    postponement = Postponement.objects.create(
        application=application, kind=KIND.NOTICE, reason=reason, last_day=last_day, made_by=user, made_at=clock.now()
    )
    record(
        actor=user,
        action="subsidies.give_notice",
        target=application,
        after={"last_day": last_day, "reason": reason},
    )
    _send(application, postponement)
    return postponement


@transaction.atomic
@clock.at_one_moment
def ask_consent(
    *,
    application: Application,
    reason: str,
    first_day: dt.date,
    last_day: dt.date,
    user: User,
) -> Postponement:
    """Asks the group to agree with a later decision. Nothing changes until an owner agrees in writing (Awb 4:15 lid 2).

    Raises DomainError while an earlier question is open, and for days that have passed or lie after the decision date.
    """
    application = locked(application)
    refuse(why_not_ask_consent(application, clock.today()), application)
    if first_day < clock.today():
        raise DomainError(_("Let the period begin today or later."), field="first_day")
    if last_day < first_day:
        raise DomainError(_("This day is before the first."), field="last_day")
    if application.decide_by and first_day > application.decide_by:
        raise DomainError(
            _("The term ends on %(day)s. A period after that changes nothing.") % {"day": day(application.decide_by)},
            field="first_day",
        )
    postponement = Postponement.objects.create(
        application=application,
        kind=KIND.CONSENT,
        reason=reason,
        first_day=first_day,
        last_day=last_day,
        made_by=user,
        made_at=clock.now(),
    )
    record(
        actor=user,
        action="subsidies.ask_consent",
        target=application,
        after={"first_day": first_day, "last_day": last_day, "reason": reason},
    )
    tell_group(application, "subsidies_letter")
    return postponement


@transaction.atomic
@clock.at_one_moment
def answer_consent(*, application: Application, is_agreed: bool, user: User) -> Postponement:
    """The group agrees, or not, with a later decision. The same answer twice is one.

    Raises DomainError when nothing was asked, and when the term has ended in the meantime.
    """
    application = locked(application)
    earlier = application.postponements.filter(kind=KIND.CONSENT).last()
    if earlier is not None and earlier.is_agreed == is_agreed and earlier.answered_by_id == user.pk:
        return earlier
    refuse(why_not_answer_consent(application), application)
    asked = application.postponements.get(kind=KIND.CONSENT, answered_at=None)
    if is_agreed:
        refuse(why_not_move(application, clock.today()), application)
    asked.is_agreed, asked.answered_by, asked.answered_at = is_agreed, user, clock.now()
    asked.save()
    before = _move_date(application)
    record(
        actor=user,
        action="subsidies.answer_consent",
        target=application,
        before={"decide_by": before},
        after={"decide_by": application.decide_by, "is_agreed": is_agreed},
    )
    tell_staff(handlers_of(application), application, "subsidies_consent_answered", is_agreed=is_agreed)
    return asked


def _send(application: Application, postponement: Postponement) -> None:
    send_letter(
        application,
        ExtensionLetter.of(application, postponement),
        occasion=f"postponement-{postponement.pk}",
    )


def _move_date(application: Application) -> dt.date | None:
    """Works the decision date out again; gives what it was."""
    before = application.decide_by
    application.decide_by = decision_deadline(application).date
    application.save(update_fields=["decide_by", "updated_at"])
    return before
