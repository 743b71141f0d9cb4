"""Taking a step in the life of an application or objection: the one place where a state changes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import can_proceed

from coophub.accounts.models import User
from coophub.audit.actions import words_for
from coophub.audit.selectors import entries_of
from coophub.audit.services import record
from coophub.web.errors import DomainError
from coophub.web.formats import moment
from coophub.web.refusals import NOT_ANY_MORE, Refusal
from financing.subsidies.models import Application, Objection
from financing.subsidies.procedure.may.interest import why_not_with_interest


def locked(application: Application, *, staff: User | None = None) -> Application:
    """The row under lock, with what every step needs. `staff` is who acts for the ministry.

    Raises DomainError when that person has an interest in it (Awb 2:4).
    """
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("initiative__municipality", "scheme_version__scheme", "reviewer")
        .get(pk=application.pk)
    )
    if staff is not None:
        refuse(why_not_with_interest(found, staff))
    return found


def locked_objection(objection: Objection, *, staff: User | None = None) -> tuple[Application, Objection]:
    """The application first, then the objection, like everywhere, so that nobody waits for each other.

    Raises DomainError when `staff` has an interest.
    """
    application = locked(objection.application, staff=staff)
    fresh = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    fresh.application = application
    return application, fresh


def take_step(
    subject: Application | Objection,
    name: str,
    *,
    user: User | None,
    action: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Takes the named transition of a row under lock, and records who, from where and to where.

    Nobody takes what CoopHub does by itself. Raises DomainError out of order, saying who did what in the meantime, and
    for whoever may not take it.
    """
    transition = getattr(subject, name)
    if not can_proceed(transition):
        raise DomainError(out_of_order(subject))
    application = subject if isinstance(subject, Application) else subject.application
    if user is not None:
        require_permission(user, details_of(type(subject), name)["permission"], application)
    left = subject.state
    transition()
    subject.save()
    record(
        actor=user,
        action=f"subsidies.{action or name}",
        target=application,
        before={"state": left, **(before or {})},
        after={"state": subject.state, **(after or {})},
    )


def refuse(
    refusal: Refusal | None, subject: Application | Objection | None = None, *, field: str | None = None
) -> None:
    """Raises DomainError with what stands in the way of a step; does nothing when nothing does."""
    if refusal is not None:
        raise DomainError(explain(refusal, subject), field=field)


def explain(refusal: Refusal, subject: Application | Objection | None = None) -> str:
    """A refusal in words; out of order says who did what in the meantime with the application."""
    if refusal.sentence or subject is None:
        return str(refusal.sentence or NOT_ANY_MORE)
    return out_of_order(subject)


def require_permission(user: User, permission: str, application: Application) -> None:
    """Raises DomainError for whoever may not do this with the application."""
    if not user.has_perm(permission, application):
        raise DomainError(_("Your role does not allow this step."))


def details_of(model: type[Application] | type[Objection], name: str) -> Mapping[str, str]:
    """Who may take a transition, what it needs and changes, and which letter goes out."""
    field = model._meta.get_field("state")
    found = next(item for item in field.get_all_transitions(model) if item.name == name)
    details: Mapping[str, str] = found.custom
    return details


def out_of_order(subject: Application | Objection) -> str:
    """Why a step is not possible now: who did what in the meantime."""
    application = subject if isinstance(subject, Application) else subject.application
    last = entries_of(application).filter(after__has_key="state").first()
    state = subject.get_state_display()
    if last is None:
        return _("This step is not possible now: the state is “%(state)s”.") % {"state": state}
    return _(
        "This step is not possible now. %(who)s %(did)s in the meantime, on %(time)s: the state is “%(state)s”."
    ) % {"who": last.actor_label, "did": words_for(last.action), "time": moment(last.at), "state": state}
