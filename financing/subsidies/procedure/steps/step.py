"""What a step in a dossier or an application is: when it is offered, what is filled in, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from financing.subsidies.forms import procedure as forms
from financing.subsidies.models import AdvanceRequest, Application, Objection
from financing.subsidies.procedure.awards import award_stand


def always(_application: Application) -> bool:
    return True


def never(_application: Application) -> bool:
    return False


def unless_drafted(kind: str) -> Callable[[Application], bool]:
    """A draft that waits for its signature can still be changed, but is not the next thing to do."""
    return lambda application: (
        not any(draft.kind == kind and draft.signed_at is None for draft in application.later_decisions.all())
    )


@dataclass(frozen=True)
class Step:
    """`is_next` tells the legal next steps: the first one offered to somebody is the primary button of the page.

    `tab` is the part of the dossier where its form stands; elsewhere a button leads there, so that the form is not in the way.
    `sends_letter` says that the letter can be read first: the page rehearses the step (services/letters.py).
    """

    name: str
    title: str | Promise
    button: str | Promise
    permission: str
    is_offered: Callable[[Application, User], bool]
    form: Callable[[Application, Any, Any], Form]
    act: Callable[[Application, User, Any], object]
    done: str | Promise
    is_next: Callable[[Application], bool] = never
    sends_letter: bool = False
    lead: str | Promise = ""
    tab: str = "decision"


def plain(_application: Application, data: Any, files: Any) -> Form:
    return forms.PlainForm(data)


def simple(form_class: type[Form]) -> Callable[[Application, Any, Any], Form]:
    return lambda _application, data, files: form_class(data, files)


def of_application(form_class: Any) -> Callable[[Application, Any, Any], Form]:
    return lambda application, data, files: form_class(data, files, application=application)


def of_stand(form_class: Any) -> Callable[[Application, Any, Any], Form]:
    return lambda application, data, files: form_class(data, files, stand=award_stand(application))


def open_objection(application: Application) -> Objection | None:
    return next((objection for objection in application.objections.all() if objection.is_open), None)


def open_advance(application: Application) -> AdvanceRequest | None:
    return next((request for request in application.advance_requests.all() if request.is_open), None)


def still_there(found: Any) -> Any:
    """Raises DomainError when a stale page names what is not there."""
    if found is None:
        raise DomainError(_("There is nothing to do this with any more."))
    return found
