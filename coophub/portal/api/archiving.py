"""What the archive of the ministry writes back: that it took a case, and under which number."""

import re
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from coophub.portal.api.cases import ArchivingOfCase
from coophub.portal.api.documents import CamelDocument
from coophub.portal.api.door import BearerToken, TokenRequest, idempotently
from coophub.portal.api.own_plans import ETAG, ReadTag, WriteKey
from coophub.portal.api.plans import answered, content_of, read_object
from coophub.portal.api.problems import ProblemError, Wrong
from coophub.tokens.idempotency import WrittenAnswer
from coophub.tokens.models import Scope
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.texts import clean_line
from financing.engine.parse import OTHER_VALUE, SENTENCES
from financing.subsidies.models import Application, ArchiveStatement
from financing.subsidies.services.archiving import state_archiving
from financing.subsidies.views.access import recorded_case

router = Router(tags=["cases"], auth=BearerToken(Scope.ARCHIVE))


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
"""A number would be taken for seconds since 1970."""


def _as_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _as_moment(value: Any) -> Any:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return value
    raise ValueError


class ArchivingRequest(CamelDocument):
    """That an archive took the case: the number under which it has it, and when, with the time zone."""

    model_config = ConfigDict(extra="forbid")

    identifier: Annotated[str, BeforeValidator(_as_line)] = Field(
        min_length=1, max_length=ArchiveStatement.LONGEST, examples=["NL-HaNA-2.10.99-1204"]
    )
    taken_at: Annotated[AwareDatetime, BeforeValidator(_as_moment)] = Field(examples=["2026-11-29T10:00:00Z"])


@router.get(
    "/{int:key}/archiving",
    summary=gettext_noop("Whether the archive has an application, as it said itself"),
    openapi_extra=answered("ArchivingOfCase", headers=ETAG),
)
def archiving(request: TokenRequest, key: int) -> HttpResponse:
    newest = recorded_case(key).archive_statements.first()
    if newest is None:
        raise Http404
    return HttpResponse(_written(newest), content_type="application/json; charset=utf-8", headers=_tagged(newest))


@router.put(
    "/{int:key}/archiving",
    summary=gettext_noop("Says that the archive has an application that is closed, or corrects that"),
    openapi_extra={
        "requestBody": {"required": True, "content": content_of("ArchivingRequest")},
        "responses": {
            status: {"description": description, "content": content_of("ArchivingOfCase"), "headers": ETAG}
            for status, description in ((200, "OK"), (201, "Created"))
        },
    },
)
def state_case_archiving(
    request: TokenRequest, key: int, match: ReadTag = None, write_key: WriteKey = None
) -> HttpResponse:
    application = recorded_case(key)
    stated = _read(request)

    def write() -> WrittenAnswer:
        newest = application.archive_statements.first()
        _compare(newest, match)
        statement = _state(request, application, stated, newest)
        return WrittenAnswer(200 if newest else 201, _written(statement), _tagged(statement))

    return idempotently(request, write_key, write)


def _read(request: TokenRequest) -> ArchivingRequest:
    """The body as it is asked. Raises ProblemError with everything that is wrong."""
    document = read_object(request)
    try:
        return ArchivingRequest.model_validate(document)
    except ValidationError as error:
        wrong = [Wrong(_said(found), pointer=f"/{found['loc'][0]}") for found in error.errors()]
        raise ProblemError(422, errors=wrong) from error


def _said(found: ErrorDetails) -> str:
    if found["loc"][0] == "takenAt" and found["type"] != "missing":
        return _("Expected a moment with its time zone, such as 2026-11-29T10:00:00Z.")
    return _(SENTENCES.get(found["type"], OTHER_VALUE)) % found.get("ctx", {})


def _compare(newest: ArchiveStatement | None, match: str | None) -> None:
    """Raises ProblemError for who did not say what was read, or read something else."""
    if newest is None and match is None:
        return
    if match is None:
        raise ProblemError(428)
    if newest is None or (match.strip() != "*" and _etag(newest) not in parse_etags(match)):
        raise ProblemError(412)


def _state(
    request: TokenRequest, application: Application, stated: ArchivingRequest, newest: ArchiveStatement | None
) -> ArchiveStatement:
    try:
        return state_archiving(
            application=application,
            identifier=stated.identifier,
            taken_at=stated.taken_at,
            after=newest.pk if newest else None,
            token=request.auth,
        )
    except ClashError as error:
        raise ProblemError(412) from error
    except DomainError as error:
        if error.field is None:
            raise
        raise ProblemError(422, errors=[Wrong(error.message, pointer=f"/{to_camel(error.field)}")]) from error


def _etag(statement: ArchiveStatement) -> str:
    return f'"{statement.pk}"'


def _tagged(statement: ArchiveStatement) -> dict[str, str]:
    return {"ETag": _etag(statement)}


def _written(statement: ArchiveStatement) -> str:
    return ArchivingOfCase.model_validate(statement).model_dump_json(by_alias=True)
