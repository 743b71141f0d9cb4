"""Keeping versions of what is signed, and signatures on it: the one place where a signature is made or lapses.

A signature is on a seal. Pages show what is signed with its seal and send that along, so that nobody signs what they
did not read; `procedure/signing.py` says what each thing that is signed holds.
"""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import moment
from financing.subsidies.models import Application, DraftVersion, Signature, State
from financing.subsidies.procedure.signing import APPLICATION, ToSign, co_signature, standing_signature, writers_of
from financing.subsidies.selectors.signing import changes_since, parts_changed
from initiatives.selectors.people import editors_of


def keep_version(to_sign: ToSign, *, user: User) -> None:
    """Notes who wrote a version of something that somebody else signs, and what it said."""
    for draft in to_sign.parts or [to_sign.draft]:
        DraftVersion.objects.create(
            draft=draft,
            application=to_sign.application,
            content=to_sign.content,
            sha256=to_sign.seal,
            written_by=user,
            written_at=clock.now(),
        )


def require_read(to_sign: ToSign, read: str | None) -> None:
    """Raises DomainError when somebody read something else than what there is now. None: no page showed it."""
    if read is None or read == to_sign.seal:
        return
    written = DraftVersion.objects.filter(
        draft__in=[to_sign.draft, *to_sign.parts], application=to_sign.application, sha256=to_sign.seal
    )
    last = written.select_related("written_by").last()
    changed = _("This changed while you were reading. Read it once more before you sign.")
    if last is not None:
        changed = _("%(name)s changed this at %(time)s, while you were reading. Read it once more before you sign.") % {
            "name": last.written_by,
            "time": moment(last.written_at),
        }
    if parts := parts_changed(to_sign, read):
        changed += " " + _("It is different in: %(parts)s.") % {"parts": ", ".join(parts)}
    raise DomainError(changed)


def sign(to_sign: ToSign, *, user: User, read: str | None, writers: Collection[int] | None = None) -> Signature:
    """Puts a signature on exactly this content. `writers` wrote it; by default everybody who wrote a version.

    Raises DomainError for who wrote any version of it, and when what was read is not what there is any more.
    """
    require_read(to_sign, read)
    writers = writers_of(to_sign) if writers is None else writers
    if user.pk in writers:
        raise DomainError(_("You wrote this yourself, or an earlier version of it. Somebody else signs it."))
    return Signature.objects.create(
        draft=to_sign.draft,
        application=to_sign.application,
        content=to_sign.content,
        sha256=to_sign.seal,
        writers=sorted(writers),
        signed_by=user,
        signed_at=clock.now(),
    )


@transaction.atomic
def lapse_if_changed(application: Application) -> bool:
    """Notes that the second signature of a draft does not count any more, when that is so; says whether it is.

    Whoever signed and whoever can submit hears of it, with the parts that changed.
    """
    application = Application.objects.select_related("initiative").get(pk=application.pk)
    signature = standing_signature(application)
    if signature is None or co_signature(application) is not None:
        return False
    signature.lapsed_at = clock.now()
    signature.save(update_fields=["lapsed_at"])
    with translation.override(settings.LANGUAGE_CODE):
        changed = [change.sentence for change in changes_since(signature, application)]
    record(
        actor=None,
        action="subsidies.lapse_signature",
        target=application,
        before={"signed_by": str(signature.signed_by), "seal": signature.sha256},
        after={"changed": changed},
    )
    _tell_of_lapse(signature, application)
    return True


def _tell_of_lapse(signature: Signature, application: Application) -> None:
    """Tells who signed, also when that person is not of the group any more, and who else can sign or submit."""
    initiative, signer = application.initiative, signature.signed_by
    editors = list(editors_of(initiative))
    context = {
        "initiative": initiative.name,
        # Called for each of them, so that everybody reads it in their own language.
        "parts": lambda: list(dict.fromkeys(change.part for change in changes_since(signature, application))),
    }
    kind, check = "subsidies_signature_lapsed", reverse("subsidies:check", args=[initiative.slug, application.pk])
    notify(recipients=editors, kind=kind, context=context, url=check)
    if signer not in editors:
        notify(recipients=[signer], kind=kind, context=context, url=reverse("portal:start"))


def lapse_changed_signatures() -> int:
    """Lapses every second signature of which the plan, the profile, the members or a document changed since.

    What a group changes in the application itself lapses it at once; this finds what changed elsewhere.
    """
    signed = Signature.objects.filter(draft=APPLICATION, lapsed_at=None)
    drafts = Application.objects.filter(state=State.DRAFT, pk__in=signed.values("application"))
    return sum(lapse_if_changed(application) for application in drafts)
