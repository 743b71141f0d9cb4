"""A visitor writes to a group, and the group reads it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives.access import FOR_OWNERS, visible_initiative, visible_public_page
from initiatives.forms.contact import VisitorMessageForm
from initiatives.may import why_not_write
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
    context = {"group": initiative, "form": form, "public_page": public_page, "days": contact.DAYS_KEPT}
    return render(request, "initiatives/write.html", context)


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.read_visitor_messages", why=FOR_OWNERS)
    contact.remove_message(message=get_object_or_404(initiative.visitor_messages, pk=pk), user=request.user)
    messages.success(request, _("The message is removed."))
    return redirect("initiatives:people", slug=slug)
