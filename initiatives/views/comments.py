"""What members write beside a task, a step or a decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.notifications.services import mark_read_at
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.key_pages import key_page
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import group_with_comments, visible_comment
from initiatives.forms.comments import CommentTextForm, NewCommentForm
from initiatives.selectors.comments import Commented, comments_on, subject_of
from initiatives.selectors.people import active_members, memberships_of
from initiatives.services import comments as comment_services

PER_PAGE = 30
ROOMS = {"task": "overview", "milestone": "roadmap", "decision": "meetings"}


@login_required
def on_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = group_with_comments(request.user, slug)
    return _comments(request, Commented(initiative, get_object_or_404(initiative.tasks, pk=pk)))


@login_required
def on_step(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = group_with_comments(request.user, slug)
    return _comments(request, Commented(initiative, get_object_or_404(initiative.milestones, pk=pk)))


@login_required
def on_decision(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    initiative = group_with_comments(request.user, slug)
    return _comments(request, Commented(initiative, get_object_or_404(initiative.decisions, key=key)))


def _comments(request: SignedInRequest, subject: Commented) -> HttpResponse:
    """The comments, the newest first, and the form for the next. Who opens it has read them."""
    others = active_members(subject.initiative).exclude(pk=request.user.pk)
    form = NewCommentForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            comment_services.write_comment(
                subject=subject,
                text=sent["text"],
                mentioned=sent.get("mentioned", ()),
                key=sent["key"],
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Your comment is there."))
            return redirect(subject.address)
    mark_read_at(user=request.user, url=subject.address)
    members = list(memberships_of(subject.initiative))
    page = key_page(comments_on(subject), request.GET, per_page=PER_PAGE)
    context = {
        **_page(subject),
        "form": form,
        "page": page,
        "comments": [
            (
                comment,
                may.why_not_change_comment(comment, members, request.user) is None,
                may.why_not_remove_comment(comment, members, request.user) is None,
            )
            for comment in page.object_list
        ],
    }
    return render(request, "initiatives/comments.html", context)


@login_required
def change(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    comment = visible_comment(request.user, slug, key, do="initiatives.change_comment")
    subject = subject_of(comment)
    members = list(memberships_of(comment.initiative))
    if request.method != "POST" and (refusal := may.why_not_change_comment(comment, members, request.user)):
        return conflict(request, refusal.sentence, back=subject.address)
    form = CommentTextForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        try:
            comment_services.change_comment(comment=comment, text=form.cleaned_data["text"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(subject.address)
    return render(request, "initiatives/change_comment.html", {**_page(subject), "form": form})


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    comment = visible_comment(request.user, slug, key, do="initiatives.remove_comment")
    comment_services.remove_comment(comment=comment, user=request.user)
    messages.success(request, _("The comment is removed."))
    return redirect(subject_of(comment).address)


def _page(subject: Commented) -> dict[str, object]:
    return {"initiative": subject.initiative, "room": ROOMS[subject.kind], "subject": subject}
