"""The thread of messages between a group and who coaches it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.key_pages import key_page
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots import may
from pilots.access import visible_thread
from pilots.forms.thread import ThreadForm
from pilots.models import Pilot, ThreadMessage
from pilots.selectors import thread as thread_selectors
from pilots.services import thread as thread_services

PER_PAGE = 30


@login_required
def thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """All messages of a pilot, the newest first; who opens it has read them. Here they are written too."""
    writes = request.method == "POST"
    pilot = visible_thread(request.user, pk, is_sent=writes)
    form = ThreadForm(request.POST or None)
    if writes and form.is_valid():
        values = form.cleaned_data
        try:
            thread_services.write_message(pilot=pilot, text=values["text"], key=values["key"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Your message is sent."))
            return redirect("pilots:thread", pk=pk)
    return render(request, "pilots/thread.html", _context(request, pilot, form))


@login_required
@require_POST
def agree(request: SignedInRequest, pk: int, message_pk: int) -> HttpResponse:
    """A message becomes an action of the group."""
    pilot = visible_thread(request.user, pk, do="pilots.write_in_thread")
    message = get_object_or_404(ThreadMessage.objects.select_related("pilot__initiative"), pk=message_pk, pilot=pilot)
    try:
        thread_services.agree_on_message(message=message, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:thread", args=[pk]))
    messages.success(request, _("It stands with the actions of the group now."))
    return redirect("pilots:thread", pk=pk)


def thread_context(pilot: Pilot, request: SignedInRequest) -> dict[str, Any]:
    """What the page of a pilot shows of its thread; nothing for who does not read it."""
    if may.why_not_read_thread(pilot, request.user):
        return {}
    can_write = may.why_not_write_message(pilot, request.user) is None
    return {
        "thread": thread_selectors.thread_summary(pilot, request.user),
        "thread_url": reverse("pilots:thread", args=[pilot.pk]),
        "thread_form": ThreadForm() if can_write else None,
    }


def _context(request: SignedInRequest, pilot: Pilot, form: ThreadForm) -> dict[str, Any]:
    is_coach = may.why_not_coach(pilot, request.user) is None
    context: dict[str, Any] = {
        # Who coaches a group reads it among the rooms of advisors, and a member among those of the group.
        "layout": "layouts/advisor.html" if is_coach else "layouts/group.html",
        "room": "pilots" if is_coach else "coaching",
        "pilot": pilot,
        "initiative": pilot.initiative,
        "is_coach": is_coach,
        "form": form,
    }
    if may.why_not_read_thread(pilot, request.user):
        # They were in it once and are not any more: they get back what they typed, and nothing of what others wrote.
        return {**context, "layout": "base.html", "is_outside": True}
    refusal = may.why_not_write_message(pilot, request.user)
    context["read_up_to"] = thread_selectors.read_up_to(pilot, request.user)
    context["page"] = key_page(thread_selectors.messages_of(pilot), request.GET, per_page=PER_PAGE)
    context["can_write"] = refusal is None
    context["why_not"] = refusal.sentence if refusal else ""
    if request.method != "POST":
        thread_services.mark_thread_read(pilot=pilot, user=request.user)
    return context
