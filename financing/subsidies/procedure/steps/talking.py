"""Steps that change nothing but what was said: messages between the two sides, and notes for colleagues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import TextField
from coophub.web.refusals import OUT_OF_ORDER, Refusal
from financing.subsidies.models import Application
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.services import dossiers


class MessageForm(forms.Form):
    text = TextField(label=_("Message"), rows=4)


class WriteToGroup(Step):
    name = "message"
    title = _("Write to the group")
    button = _("Send")
    permission = "subsidies.answer_ministry"
    done = _("The message is sent.")
    form_class = MessageForm
    trail = {"subsidies.send_message": _("sent a message")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return None

    def act(self, application: Application, user: User, form: Any) -> object:
        return dossiers.send_message(application=application, user=user, is_from_ministry=True, **form.cleaned_data)


class WriteToMinistry(Step):
    is_of_group = True
    name = "message"
    title = _("Write to the ministry")
    button = _("Send")
    permission = "subsidies.change_application"
    done = _("The message is sent.")
    form_class = MessageForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return None if application.submitted_at is not None else OUT_OF_ORDER

    def act(self, application: Application, user: User, form: Any) -> object:
        return dossiers.send_message(application=application, user=user, is_from_ministry=False, **form.cleaned_data)


class NoteForm(forms.Form):
    text = TextField(label=_("Note"), rows=3)


class WriteNote(Step):
    name = "note"
    title = _("Write a note")
    button = _("Keep the note")
    permission = "subsidies.write_note"
    done = _("The note is kept.")
    form_class = NoteForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return None

    def act(self, application: Application, user: User, form: Any) -> object:
        return dossiers.write_note(application=application, user=user, **form.cleaned_data)
