"""A visitor writes to a group, and the group reads it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.page_headers import unlisted
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives.access import FOR_OWNERS, visible_initiative, visible_public_page
from initiatives.forms.contact import VisitorAnswerForm, VisitorMessageForm
from initiatives.may import why_not_answer_message, why_not_write
from initiatives.models import VisitorMessage
from initiatives.selectors.register import listing_of
from initiatives.services import contact


def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, for who may see the public page of a group that takes messages."""
    initiative = visible_public_page(request.user, slug)
    public_page = reverse("portal:public_initiative", args=[slug])
    if request.method != "POST" and (refusal := why_not_write(initiative)):
        return conflict(request, refusal.sentence, back=public_page)
    known = {"name": request.user.name, "email": request.user.email} if isinstance(request.user, User) else {}
    form = VisitorMessageForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            sent = contact.write_to_group(initiative=initiative, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            words = _("%(group)s has your message. They answer you at %(email)s. Is that not right? Then write again.")
            messages.success(request, words % {"group": initiative.name, "email": sent.email})
            return redirect(public_page)
    context = {
        "group": initiative,
        "listing": listing_of(initiative),
        "form": form,
        "public_page": public_page,
        "days": contact.DAYS_KEPT,
    }
    return render(request, "initiatives/write.html", context)


@login_required
def answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An owner answers from CoopHub; neither sees the address of the other."""
    initiative = visible_initiative(request.user, slug, do="initiatives.read_visitor_messages", why=FOR_OWNERS)
    message = get_object_or_404(initiative.visitor_messages, pk=pk)
    message.initiative = initiative
    people = reverse("initiatives:people", args=[slug])
    if request.method != "POST" and (refusal := why_not_answer_message(message, request.user)):
        return conflict(request, refusal.sentence, back=people)
    form = VisitorAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact.answer_message(message=message, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(name)s gets a link to your answer.") % {"name": message.name})
            return redirect(people)
    context = {"initiative": initiative, "room": "people", "message": message, "form": form, "people_url": people}
    return render(request, "initiatives/answer_message.html", context)


@require_safe
def read_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The visitor reads what they wrote and what the group answered, by the link that only they got."""
    pk = VisitorMessage.pk_of(token)
    message = VisitorMessage.objects.filter(pk=pk).select_related("initiative").first() if pk else None
    if message is None:
        return unlisted(render(request, "initiatives/message_unknown.html", {"days": contact.DAYS_KEPT}, status=404))
    group = message.initiative
    context = {"message": message, "group": group, "can_write": why_not_write(group) is None}
    return unlisted(render(request, "initiatives/read_answer.html", context))


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.read_visitor_messages", why=FOR_OWNERS)
    contact.remove_message(message=get_object_or_404(initiative.visitor_messages, pk=pk), user=request.user)
    messages.success(request, _("The message is removed."))
    return redirect("initiatives:people", slug=slug)
