"""What a step in a dossier or an application is.

Every step is a class in this folder, under the form that only it has; `order.py` finds them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic, Literal, TypeVar

from django import forms
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.fields import TextField
from coophub.web.formats import Words
from coophub.web.refusals import OUT_OF_ORDER, Refusal
from financing.subsidies.models import Application, Objection, Subject
from financing.subsidies.procedure.may.objections import present_objection

Found = TypeVar("Found")
Present = TypeVar("Present", bound=Subject)


class PlainForm(forms.Form):
    """Nothing to fill in: the step itself is the answer."""


class ReasonForm(forms.Form):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))


class Step(ABC):
    """One step: its words, whose it is, what is filled in and what it does.

    `name` is its address, `tab` the part of the dossier where its form stands; elsewhere a button leads there, so that
    the form is not in the way. What `sends_letter`, or `drafts_letter` for somebody else to sign, is read first: the
    page rehearses it (services/rehearsing.py). `beside` it stands the whole case, for who assesses, or the tray of who
    signs: then its form has a page of its own. `trail` has the words for each action that it leaves in the audit trail.
    """

    name: ClassVar[str]
    title: ClassVar[Words]
    button: ClassVar[Words]
    permission: ClassVar[str]
    done: ClassVar[Words]
    lead: ClassVar[Words] = ""
    tab: ClassVar[str] = "decision"
    form_class: ClassVar[Any] = PlainForm
    trail: ClassVar[Mapping[str, Words]] = {}
    is_of_group: ClassVar[bool] = False
    beside: ClassVar[Literal["", "case", "tray"]] = ""
    sends_letter: ClassVar[bool] = False
    drafts_letter: ClassVar[bool] = False
    is_always_next: ClassVar[bool] = False

    @property
    def has_letter(self) -> bool:
        """Whether a letter goes out with it, now or once it is signed."""
        return self.sends_letter or self.drafts_letter

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
        return self.is_always_next

    def question(self, application: Application, user: User) -> str:
        """What is asked once more before it is taken; nothing for most steps."""
        return ""

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        """What is filled in, empty or as it was sent."""
        found: Form = self.form_class(data, files)
        return found


class SubjectStep(Step, Generic[Present]):
    """A step with the application itself or with an objection: whichever `subject` gives."""

    @abstractmethod
    def subject(self, application: Application) -> Present | None:
        """What it is taken with now. Reads only what was prefetched."""

    @abstractmethod
    def why_not_with(self, subject: Present, user: User) -> Refusal | None:
        """Why this person cannot take it now with this one."""

    @abstractmethod
    def act_with(self, subject: Present, user: User, form: Any) -> object:
        """Takes it with this one."""

    def why_not(self, application: Application, user: User) -> Refusal | None:
        subject = self.subject(application)
        return self.why_not_with(subject, user) if subject is not None else OUT_OF_ORDER

    def act(self, application: Application, user: User, form: Any) -> object:
        return self.act_with(still_there(self.subject(application)), user, form)


class ObjectionStep(SubjectStep[Objection]):
    """A step with the objection that is dealt with now."""

    def subject(self, application: Application) -> Objection | None:
        return present_objection(application)


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
