"""When the term of a decision may be moved, and what lateness leads to: of an application and of an objection alike."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_state, by_time
from financing.subsidies.models import (
    Application,
    DefaultNotice,
    LaterDecision,
    Objection,
    Postponement,
    Subject,
)
from financing.subsidies.procedure.may.objections import why_not_handle
from financing.subsidies.procedure.terms import (
    decided_on,
    running_penalty,
    running_term,
    waits_for_decision,
    weeks_to_extend,
)

KIND = Postponement.Kind


def why_not_extend(subject: Subject, user: User, today: dt.date) -> Refusal | None:
    """Extend once, by what the scheme or the law allows, before the term ends."""
    if refused := _why_not_deal_with(subject, user):
        return refused
    if not weeks_to_extend(subject):
        return by_state(_("This scheme does not let the decision be extended."))
    if any(item.kind == KIND.EXTENSION for item in subject.postponements.all()):
        return by_state(_("The decision was extended already. That can be done once."))
    return why_not_move(subject, today)


def why_not_ask_consent(subject: Subject, user: User, today: dt.date) -> Refusal | None:
    """Ask the group to agree with a later decision."""
    if refused := _why_not_deal_with(subject, user):
        return refused
    if open_consent(subject) is not None:
        return by_state(_("An earlier question to the group is still open."))
    return why_not_move(subject, today)


def why_not_answer_consent(subject: Subject) -> Refusal | None:
    if not waits_for_decision(subject):
        return OUT_OF_ORDER
    return None if open_consent(subject) else by_state(_("There is no open question about a later decision."))


def why_not_give_notice(application: Application) -> Refusal | None:
    """Tell that the decision will be late; it may be told after the term too (Awb 4:14 lid 1)."""
    return None if waits_for_decision(application) else OUT_OF_ORDER


def why_not_move(subject: Subject, today: dt.date) -> Refusal | None:
    """A term that has ended is not moved any more."""
    if subject.decide_by is None or today <= subject.decide_by:
        return None
    return by_time(
        _("The term ended on %(day)s. A term that has ended is not extended; tell the group when you decide.")
        % {"day": day(subject.decide_by)}
    )


def why_not_enter_default_notice(application: Application, objection: Objection | None) -> Refusal | None:
    """Keep a notice of default that came in; one that comes too early is kept too, and starts nothing."""
    if running_term(objection or application) is None:
        return OUT_OF_ORDER
    return _notice_given(application, objection)


def why_not_give_default_notice(
    application: Application, objection: Objection | None, today: dt.date
) -> Refusal | None:
    """Say in CoopHub that a decision is late, once it is."""
    decide_by = running_term(objection or application)
    if decide_by is None:
        return OUT_OF_ORDER
    if today <= decide_by:
        return by_time(_("The decision is due on %(day)s.") % {"day": day(decide_by)})
    return _notice_given(application, objection)


def why_not_draft_penalty(notice: DefaultNotice, today: dt.date) -> Refusal | None:
    """Set the penalty once the late decision was sent, or the penalty ran its course (Awb 4:18)."""
    found = running_penalty(notice, today)
    if found is None or (decided_on(notice) is None and today <= found.last_day):
        return by_time(_("The penalty still runs, or no penalty is due. It is set once the decision was sent."))
    if not found.amount:
        return by_state(_("The decision came before a penalty was due."))
    later = notice.application.later_decisions.all()
    if any(item.kind == LaterDecision.Kind.PENALTY and item.signed_at for item in later):
        return by_state(_("The penalty was set already."))
    return None


def open_consent(subject: Subject) -> Postponement | None:
    """The question about a later decision that waits for an answer."""
    return next((item for item in subject.postponements.all() if item.is_open), None)


def _why_not_deal_with(subject: Subject, user: User) -> Refusal | None:
    """Whoever has the permission deals with an application; with an objection not who signed what it is against."""
    if isinstance(subject, Objection):
        return why_not_handle(subject, user)
    return None if waits_for_decision(subject) else OUT_OF_ORDER


def _notice_given(application: Application, objection: Objection | None) -> Refusal | None:
    """Once for the same term, in time."""
    term = (objection.pk if objection is not None else None, running_term(objection or application))
    given = (item for item in application.default_notices.all() if not item.is_premature)
    if any((item.objection_id, item.decide_by) == term for item in given):
        return by_state(_("Notice of default was given already."))
    return None
