"""A later decision on an application or an objection: extended, agreed to by the group, or told of (Awb 4:14, 4:15,
7:10).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.models import Application, Postponement, Subject, application_of
from financing.subsidies.papers.letters.terms import ExtensionLetter
from financing.subsidies.procedure.may.terms import (
    why_not_answer_consent,
    why_not_ask_consent,
    why_not_extend,
    why_not_give_notice,
    why_not_move,
)
from financing.subsidies.procedure.terms import weeks_to_extend
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import tell_group
from financing.subsidies.services.steps import locked, refuse
from financing.subsidies.services.undecided import locked_undecided

KIND = Postponement.Kind


@transaction.atomic
@clock.at_one_moment
def extend_term(*, subject: Subject, reason: str, user: User, weeks: int | None = None) -> Postponement:
    """Extends the term to decide, once, with notice before it ends.

    An application's by at most what the scheme allows (Awb 4:14), an objection's by what the law gives (7:10 lid 3).
    Raises DomainError when that is nothing, when it was done before, and when the term has ended.
    """
    waiting = locked_undecided(subject, staff=user)
    refuse(why_not_extend(waiting.subject, user, clock.today()), waiting.subject)
    most = weeks_to_extend(waiting.subject)
    if not 1 <= (weeks := weeks or most) <= most:
        raise DomainError(_("The scheme allows at most %(weeks)s weeks.") % {"weeks": most}, field="weeks")
    postponement = waiting.subject.postponements.create(
        kind=KIND.EXTENSION, reason=reason, weeks=weeks, made_by=user, made_at=clock.now()
    )
    waiting.move_date("extend", user=user, weeks=weeks, reason=reason)
    _send(postponement)
    return postponement


@transaction.atomic
@clock.at_one_moment
def give_notice(*, application: Application, reason: str, last_day: dt.date, user: User) -> Postponement:
    """Tells that the decision will be late, and when it comes (Awb 4:14 lid 1). It moves no date and stops no penalty.

    Raises DomainError for a day that is not after the decision date.
    """
    application = locked(application, staff=user)
    refuse(why_not_give_notice(application), application)
    if application.decide_by and last_day <= application.decide_by:
        raise DomainError(
            _("The decision is due on %(day)s. Name a later day.") % {"day": day(application.decide_by)},
            field="last_day",
        )
    postponement = application.postponements.create(
        kind=KIND.NOTICE, reason=reason, last_day=last_day, made_by=user, made_at=clock.now()
    )
    record(
        actor=user,
        action="subsidies.give_notice",
        target=application,
        after={"last_day": last_day, "reason": reason},
    )
    _send(postponement)
    return postponement


@transaction.atomic
@clock.at_one_moment
def ask_consent(
    *,
    subject: Subject,
    reason: str,
    last_day: dt.date,
    user: User,
    first_day: dt.date | None = None,
) -> Postponement:
    """Asks the group to agree with a later decision. Nothing changes until an owner agrees in writing.

    On an application: that a period does not count (Awb 4:15 lid 2). On an objection: a later last day (7:10 lid 4).
    Raises DomainError while an earlier question is open, after the term, and for days that change nothing.
    """
    waiting = locked_undecided(subject, staff=user)
    refuse(why_not_ask_consent(waiting.subject, user, clock.today()), waiting.subject)
    waiting.require_later(first_day, last_day)
    postponement = waiting.subject.postponements.create(
        kind=KIND.CONSENT, reason=reason, first_day=first_day, last_day=last_day, made_by=user, made_at=clock.now()
    )
    days = {"first_day": first_day} if first_day else {}
    waiting.enter("ask_consent", user=user, before={}, after={**days, "last_day": last_day, "reason": reason})
    tell_group(waiting.application, "subsidies_letter")
    return postponement


@transaction.atomic
@clock.at_one_moment
def answer_consent(*, subject: Subject, is_agreed: bool, user: User) -> Postponement:
    """The group agrees, or not, with a later decision. The same answer twice is one.

    Raises DomainError when nothing was asked, and when the term has ended in the meantime.
    """
    waiting = locked_undecided(subject)
    earlier = waiting.subject.postponements.filter(kind=KIND.CONSENT).last()
    if earlier is not None and earlier.is_agreed == is_agreed and earlier.answered_by_id == user.pk:
        return earlier
    refuse(why_not_answer_consent(waiting.subject), waiting.subject)
    asked = waiting.subject.postponements.get(kind=KIND.CONSENT, answered_at=None)
    if is_agreed:
        refuse(why_not_move(waiting.subject, clock.today()), waiting.subject)
    asked.is_agreed, asked.answered_by, asked.answered_at = is_agreed, user, clock.now()
    asked.save()
    waiting.move_date("answer_consent", user=user, is_agreed=is_agreed)
    if is_agreed and waiting.confirms_consent:
        _send(asked)
    waiting.tell_handlers(waiting.consent_notice, is_agreed=is_agreed)
    return asked


def _send(postponement: Postponement) -> None:
    send_letter(
        application_of(postponement.subject),
        ExtensionLetter.of(postponement),
        occasion=f"postponement-{postponement.pk}",
    )
