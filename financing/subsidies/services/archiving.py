"""What the archive says of a dossier: that it took it. Nothing is destroyed by it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.audit.services import record
from coophub.tokens.models import ApiToken
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, ArchiveStatement
from financing.subsidies.selectors.archive import closed_on


@transaction.atomic
def state_archiving(
    *, application: Application, identifier: str, taken_at: dt.datetime, after: int | None, token: ApiToken
) -> ArchiveStatement:
    """Keeps that an archive took this dossier. Another statement corrects the one of before, which stays; the same one
    again changes nothing.

    `after` is the number of the statement that the program read, None when it read none. Raises ClashError when another
    came meanwhile, and DomainError for what is not closed, or a moment at which nothing could be taken.
    """
    application = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    newest = application.archive_statements.first()
    if (newest.pk if newest else None) != after:
        said = _("The archive said something else in the meantime. Read that first.")
        raise ClashError(said, revision=newest.pk if newest else 0)
    if newest is not None and (newest.identifier, newest.taken_at) == (identifier, taken_at):
        return newest
    if newest is None and closed_on(application) is None:
        raise DomainError(_("This dossier is not closed: something can still be decided, objected to or paid in it."))
    _refuse_moment(application, taken_at)
    statement = ArchiveStatement.objects.create(
        application=application, identifier=identifier, taken_at=taken_at, token=token
    )
    record(
        actor=None,
        action="subsidies.state_archiving",
        target=application,
        before=_told(newest) if newest else None,
        after=_told(statement),
    )
    return statement


def _refuse_moment(application: Application, taken_at: dt.datetime) -> None:
    if taken_at > clock.now():
        raise DomainError(_("An archive takes nothing in the future."), field="taken_at")
    if application.submitted_at is not None and taken_at < application.submitted_at:
        raise DomainError(_("At that moment this application was not submitted yet."), field="taken_at")


def _told(statement: ArchiveStatement) -> dict[str, str]:
    return {"identifier": statement.identifier, "taken_at": statement.taken_at.isoformat()}
