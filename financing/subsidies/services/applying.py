"""What a group does with its application: begin, sign, submit, withdraw.

What it writes in it is in `drafting.py` and `budgeting.py`.
"""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.plans.services.versions import freeze_plan
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.content import content_of, plan_part
from financing.subsidies.applications.parts.plan import known_plan
from financing.subsidies.applications.parts.project import known_target
from financing.subsidies.applications.sections import PARTS
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    UNDECIDED,
    Application,
    NumberSeries,
    Scheme,
    SchemeVersion,
    Signature,
    SignatureRequest,
    State,
    Submission,
)
from financing.subsidies.papers.letters.receiving import ReceiptLetter
from financing.subsidies.procedure.may.applying import (
    why_not_ask_again,
    why_not_ask_to_sign,
    why_not_co_sign,
    why_not_submit,
    why_not_withdraw,
)
from financing.subsidies.procedure.signing import (
    application_to_sign,
    co_signature,
    signed_application,
    standing_signature,
)
from financing.subsidies.procedure.terms import decision_deadline
from financing.subsidies.services.drafts import locked_draft
from financing.subsidies.services.ledger import release_reservation
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.signing import lapse_if_changed, require_read, sign
from financing.subsidies.services.steps import refuse, take_step
from initiatives.models import Initiative
from initiatives.selectors.people import active_members, editors_of


@transaction.atomic
def start_application(*, version: SchemeVersion, initiative: Initiative, user: User) -> Application:
    """A draft under an open scheme, with what CoopHub knows already filled in. A group that has one running under this
    scheme gets that.

    Raises DomainError when the scheme is not open.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    running = Application.objects.filter(scheme_version=version, initiative=initiative).filter(state__in=UNDECIDED)
    if found := running.first():
        return found
    if not version.is_open:
        raise DomainError(_("This scheme is not open for applications now."))
    answers = {part.slug: known for part in PARTS if (known := part.known(version, initiative, user))}
    application = Application.objects.create(
        scheme_version=version,
        initiative=initiative,
        started_by=user,
        changed_by=user,
        target=known_target(version, initiative),
        plan=known_plan(initiative),
        answers=answers,
    )
    filled_in = {"target": application.target, "plan": str(application.plan or "")}
    for known in answers.values():
        filled_in |= known
    record(actor=user, action="subsidies.start", target=application, after={"scheme": str(version), **filled_in})
    return application


@transaction.atomic
def co_sign(*, application: Application, user: User, read: str | None = None) -> Signature:
    """A second board member agrees with everything that would be frozen now. Signing twice changes nothing.

    `read` is the seal of what the signer read. Raises DomainError for whoever changed it last, while something is
    missing, and when what was read is not what there is any more.
    """
    application = locked_draft(application)
    if found := co_signature(application):
        return found
    refuse(why_not_co_sign(application, missing_from(application), user), application)
    lapse_if_changed(application)
    writers = [application.changed_by_id] if application.changed_by_id else []
    signature = sign(application_to_sign(application), user=user, read=read, writers=writers)
    record(actor=user, action="subsidies.co_sign", target=application, after={"seal": signature.sha256})
    notify(
        recipients=[member for member in active_members(application.initiative) if member.pk != user.pk],
        kind="subsidies_co_signed",
        context={"initiative": application.initiative.name},
        url=reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
    )
    return signature


@transaction.atomic
def ask_to_sign(*, application: Application, asked: User, user: User) -> SignatureRequest:
    """Asks one of the group to sign along, by a notice and an e-mail. The same once more, of the same content, changes
    nothing.

    Raises DomainError while something is missing, for somebody who cannot sign, and when it was asked often today.
    """
    application = locked_draft(application)
    if not editors_of(application.initiative).filter(pk=asked.pk).exists():
        raise DomainError(_("%(name)s cannot sign for your group.") % {"name": asked}, field="asked")
    refuse(why_not_ask_to_sign(application, missing_from(application), asked, user), application)
    to_sign = application_to_sign(application)
    earlier = list(application.signature_requests.all())
    last = next((item for item in reversed(earlier) if item.asked_id == asked.pk), None)
    if last is not None and last.sha256 == to_sign.seal:
        return last
    refuse(why_not_ask_again(asked, earlier, clock.today()))
    request = SignatureRequest.objects.create(
        application=application,
        asked=asked,
        asked_by=user,
        asked_at=clock.now(),
        content=to_sign.content,
        sha256=to_sign.seal,
    )
    record(
        actor=user,
        action="subsidies.ask_to_sign",
        target=application,
        after={"asked": asked, "seal": request.sha256},
    )
    notify(
        recipients=[asked],
        kind="subsidies_asked_to_sign",
        context={"initiative": application.initiative.name},
        url=reverse("subsidies:check", args=[application.initiative.slug, application.pk]),
    )
    return request


@transaction.atomic
@clock.at_one_moment
def submit_application(*, application: Application, user: User, read: str | None = None) -> Application:
    """Submits: freezes everything by value, gives a number and a deadline, and sends the receipt. Sent twice: once.

    `read` is the seal of what its sender read. Raises DomainError outside the window, while something is missing, for
    who signed along, and when anything is not as it was signed; the draft is kept.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.state != State.DRAFT:
        return application
    refuse(why_not_submit(application, missing_from(application), user, clock.now()), application)

    application.submitted_at = clock.now()
    application.rank_on = clock.today()
    application.decide_by = decision_deadline(application).date
    submission = _freeze(application, user, read)
    application.number = next_number(application.scheme_version.scheme)
    take_step(application, "submit", user=user, after={"number": application.number, "sha256": submission.sha256})
    send_letter(application, ReceiptLetter.of(application))
    return application


@transaction.atomic
def withdraw_application(*, application: Application, user: User) -> Application:
    """Takes an application back before the decision. Withdrawing twice changes nothing.

    Raises DomainError after the decision.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.state == State.WITHDRAWN:
        return application
    refuse(why_not_withdraw(application), application)
    take_step(application, "withdraw", user=user)
    release_reservation(application=application, user=user)
    return application


def next_number(scheme: Scheme) -> str:
    """The next number of a scheme in this year, without gaps: whoever comes after waits until this one is true."""
    series, _is_new = NumberSeries.objects.select_for_update().get_or_create(
        scheme=scheme, year=clock.today().year, defaults={"last": 0}
    )
    series.last += 1
    series.save(update_fields=["last"])
    return str(series)


def _freeze(application: Application, user: User, read: str | None) -> Submission:
    """Everything by value. What is frozen is what was read and signed along, whoever wrote at the same time."""
    signature, plan = standing_signature(application), application.plan
    name = str(application.scheme_version.scheme)
    version = freeze_plan(plan=plan, name=name, user=user) if plan is not None else None
    content = content_of(
        application,
        plan=plan_part(version.plan, result=version.result) if version else None,
        on=clock.today(),
        co_signed_by=signature.signed_by if signature else None,
        submitted_by=user,
    )
    frozen = signed_application(application, content)
    require_read(frozen, read)
    if signature is None or frozen.seal != signature.sha256:
        raise DomainError(_("The application changed a moment ago, after it was signed along. Read it once more."))
    return Submission.objects.create(
        application=application,
        content=content,
        sha256=seal(content),
        plan_version=version,
        signature=signature,
        submitted_by=user,
        submitted_at=clock.now(),
    )
