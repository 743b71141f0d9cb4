"""What a step in a dossier or an application is.

Every step is a class in this folder; `order.py` lists them as the pages show them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.formats import Words
from financing.subsidies.forms.plain import PlainForm
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.refusal import Refusal

Found = TypeVar("Found")


class Step(ABC):
    """One step: its words, whose it is, what is filled in and what it does.

    `name` is its address, `tab` the part of the dossier where its form stands; elsewhere a button leads there, so that
    the form is not in the way. What `sends_letter` can be read first: the page rehearses the step
    (services/letters.py).
    """

    name: ClassVar[str]
    title: ClassVar[Words]
    button: ClassVar[Words]
    permission: ClassVar[str]
    done: ClassVar[Words]
    lead: ClassVar[Words] = ""
    tab: ClassVar[str] = "decision"
    form_class: ClassVar[Any] = PlainForm
    sends_letter: ClassVar[bool] = False

    @abstractmethod
    def why_not(self, application: Application, user: User) -> Refusal | None:
        """Why this person, who has the permission, cannot take it now; None when it is offered.

        Reads only what was prefetched.
        """

    @abstractmethod
    def act(self, application: Application, user: User, form: Any) -> object:
        """Takes it. Raises DomainError when it is not possible, with what to mend."""

    def is_next(self, application: Application) -> bool:
        """Whether it is a legal next step: the first one offered to somebody is the primary button of the page."""
        return False

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        """What is filled in, empty or as it was sent."""
        found: Form = self.form_class(data, files)
        return found


def is_drafted(application: Application, kind: str) -> bool:
    """Whether a draft of this kind waits for its signature: it can still be changed, but is not the next thing to
    do.
    """
    return any(draft.kind == kind and draft.signed_at is None for draft in application.later_decisions.all())


def the_one(rows: Iterable[Found], why_not: Callable[[Found], Refusal | None]) -> Found | None:
    """The first of these with which it is possible now; when it is possible with none, the last one."""
    found = list(rows)
    possible = (row for row in found if why_not(row) is None)
    return next(possible, found[-1] if found else None)


def still_there(found: Found | None) -> Found:
    """Raises DomainError when a stale page names what is not there."""
    if found is None:
        raise DomainError(_("There is nothing to do this with any more."))
    return found
