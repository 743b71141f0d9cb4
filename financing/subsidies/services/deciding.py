"""What the ministry does: take up, assess, draft and sign."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web.errors import DomainError
from coophub.web.templatetags.web import euro, moment
from financing.subsidies.models import (
    Application,
    Assessment,
    Decision,
    InterestDeclaration,
    State,
)
from financing.subsidies.services.ledger import enter_award, release_reservation
from financing.subsidies.services.letters import send_decision
from financing.subsidies.statutory import objection_deadline
from initiatives.selectors import active_members

ADVICE = Assessment.Advice
KIND = Decision.Kind


@transaction.atomic
def declare_interest(*, application: Application, has_interest: bool, user: User) -> Application:
    """Says whether a reviewer has an interest. Without one, the reviewer takes the application up if nobody did.

    Raises DomainError when this person said the opposite before, or somebody else took it up.
    """
    application = _locked(application)
    declaration, is_new = InterestDeclaration.objects.get_or_create(
        application=application, person=user, defaults={"has_interest": has_interest}
    )
    if declaration.has_interest != has_interest:
        raise DomainError(_("You declared the opposite before. Ask an administrator to correct it."))
    if is_new:
        record(
            actor=user, action="subsidies.declare_interest", target=application, after={"has_interest": has_interest}
        )
    if has_interest or application.reviewer_id == user.pk:
        return application
    if application.state != State.SUBMITTED:
        raise DomainError(_stale(application))
    application.reviewer = user
    application.take_up()
    application.save()
    record(
        actor=user,
        action="subsidies.take_up",
        target=application,
        before={"state": State.SUBMITTED},
        after={"state": application.state, "reviewer": user.email},
    )
    return application


@transaction.atomic
def assess(
    *,
    application: Application,
    scores: Mapping[str, int],
    advice: str,
    explanation: str,
    user: User,
    now: dt.datetime | None = None,
) -> Assessment:
    """The judgement of the reviewer who took the application up. The same judgement twice is one.

    Raises DomainError for somebody else, in another state, and while a criterion has no score.
    """
    application = _locked(application)
    given = application.assessments.filter(reviewer=user).first()
    if given is not None:
        return given
    if application.reviewer_id != user.pk or application.state != State.IN_ASSESSMENT:
        raise DomainError(_stale(application))
    wanted = set(application.scheme_version.criteria.values_list("slug", flat=True))
    if set(scores) != wanted:
        raise DomainError(_("Give a score for every criterion."))
    assessment = Assessment.objects.create(
        application=application,
        reviewer=user,
        scores=dict(scores),
        advice=advice,
        explanation=explanation,
        finished_at=now or timezone.now(),
    )
    application.advise()
    application.save()
    record(
        actor=user,
        action="subsidies.assess",
        target=application,
        before={"state": State.IN_ASSESSMENT},
        after={"state": application.state, "scores": dict(scores), "advice": advice},
    )
    return assessment


@transaction.atomic
def draft_decision(
    *, application: Application, kind: str, amount: Decimal, reasons: str, user: User, now: dt.datetime | None = None
) -> Decision:
    """Writes the decision, for somebody else to sign. A draft may be written again until then.

    Raises DomainError in another state, and for an amount that does not fit the decision or what was asked.
    """
    application = _locked(application)
    if application.state not in (State.ADVISED, State.DRAFT_DECISION):
        raise DomainError(_stale(application))
    amount = _fitting_amount(application, kind, amount)
    before = application.state
    decision, _is_new = Decision.objects.update_or_create(
        application=application,
        defaults={
            "kind": kind,
            "amount": amount,
            "reasons": reasons,
            "drafted_by": user,
            "drafted_at": now or timezone.now(),
        },
    )
    application.draft_decision()
    application.save()
    record(
        actor=user,
        action="subsidies.draft_decision",
        target=application,
        before={"state": before},
        after={"state": application.state, "kind": kind, "amount": amount},
    )
    notify(
        recipients=User.objects.filter(role_grants__role=Role.DECIDER, is_active=True),
        kind="subsidies_to_sign",
        context={"number": application.number},
        url=reverse("subsidies:dossier", args=[application.pk]),
    )
    return decision


@transaction.atomic
def sign_decision(*, application: Application, user: User, now: dt.datetime | None = None) -> Decision:
    """Makes the decision: the ledger takes the amount, the letter goes out, the group is told. Signed twice: once.

    Raises DomainError for who assessed or drafted, on a stale page, and when a ceiling would be passed.
    """
    now = now or timezone.now()
    application = _locked(application)
    decision = Decision.objects.select_for_update(of=("self",)).filter(application=application).first()
    if decision is not None and decision.signed_by_id == user.pk:
        return decision
    if decision is None or application.state != State.DRAFT_DECISION:
        raise DomainError(_stale(application))
    if user.pk == decision.drafted_by_id or application.assessments.filter(reviewer=user).exists():
        raise DomainError(_("You worked on this application yourself. Somebody else signs the decision."))

    decision.signed_by, decision.signed_at = user, now
    decision.object_by = objection_deadline(timezone.localdate(now)).date
    decision.save()
    {KIND.AWARD: application.award, KIND.AWARD_PARTLY: application.award_partly, KIND.REFUSE: application.refuse}[
        KIND(decision.kind)
    ]()
    application.save()
    if decision.kind == KIND.REFUSE:
        release_reservation(application=application, user=user, now=now)
    else:
        enter_award(application=application, amount=decision.amount, user=user, now=now)
    record(
        actor=user,
        action="subsidies.sign_decision",
        target=application,
        before={"state": State.DRAFT_DECISION},
        after={"state": application.state, "amount": decision.amount},
    )
    send_decision(decision=decision, now=now)
    notify(
        recipients=active_members(application.initiative),
        kind="subsidies_decided",
        context={"number": application.number},
        url=reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
    )
    return decision


def _locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("initiative__municipality", "scheme_version__scheme", "reviewer")
        .get(pk=application.pk)
    )


def _stale(application: Application) -> str:
    return _(
        "This step is not possible now. %(reviewer)s worked on it in the meantime: it is “%(state)s” since %(time)s."
    ) % {
        "reviewer": application.reviewer or _("Somebody"),
        "state": application.get_state_display(),
        "time": moment(application.updated_at),
    }


def _fitting_amount(application: Application, kind: str, amount: Decimal) -> Decimal:
    """The amount that belongs to the decision: all that was asked, less, or nothing."""
    asked = application.amount_requested
    if kind == KIND.REFUSE:
        return Decimal(0)
    if kind == KIND.AWARD and amount != asked:
        raise DomainError(
            _("An award is for all that was asked: %(amount)s.") % {"amount": euro(asked)}, field="amount"
        )
    if kind == KIND.AWARD_PARTLY and not 0 < amount < asked:
        raise DomainError(
            _("A partial award is more than nothing and less than %(amount)s.") % {"amount": euro(asked)},
            field="amount",
        )
    return amount
