"""Writing questionnaires, and looking at them as who is asked will."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots import may
from pilots.forms.evaluation import AnswerForm
from pilots.forms.questionnaires import NewQuestionnaireForm, QuestionnairePage
from pilots.forms.running import show_refused
from pilots.models import WrittenQuestionnaire
from pilots.selectors.questionnaires import questionnaire_at, questionnaire_lines, version_in_words
from pilots.services import questionnaires as questionnaires_services


@login_required
def questionnaires(request: SignedInRequest) -> HttpResponse:
    """All questionnaires; here a new one begins."""
    require(request.user, "pilots.manage_programmes")
    form = NewQuestionnaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = questionnaires_services.start_questionnaire(
            title=form.cleaned_data["title"], begins_as=form.beginning, user=request.user
        )
        return redirect("pilots:change_questionnaire", pk=draft.pk)
    context = {"room": "evaluations", "lines": questionnaire_lines(), "form": form}
    return render(request, "pilots/questionnaires.html", context)


@login_required
@require_POST
def new_version(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """A draft that follows a version that was asked."""
    require(request.user, "pilots.manage_programmes")
    follows = questionnaire_at(slug, version)
    draft = questionnaires_services.start_version(follows=follows, user=request.user)
    return redirect("pilots:change_questionnaire", pk=draft.pk)


@login_required
def change_questionnaire(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft as it is written; `look` shows after that what people will see."""
    require(request.user, "pilots.manage_programmes")
    draft = get_object_or_404(WrittenQuestionnaire, pk=pk)
    back = reverse("pilots:questionnaires")
    if request.method != "POST" and (refusal := may.why_not_change_questionnaire(draft, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    page = QuestionnairePage(draft, request.POST or None)
    if request.method == "POST" and page.is_valid():
        try:
            draft = questionnaires_services.save_questionnaire(
                draft=draft, content=page.content, revision=page.form.cleaned_data["revision"], user=request.user
            )
        except DomainError as error:
            show_refused(page.form, error)
        else:
            messages.success(request, _("Saved."))
            if "look" in request.POST:
                return redirect("pilots:questionnaire", slug=draft.slug, version=draft.version)
            return redirect(request.path)
    context = {
        "room": "evaluations",
        "draft": draft,
        "page": page,
        "can_remove": may.why_not_remove_questionnaire(draft, request.user) is None,
    }
    return render(request, "pilots/change_questionnaire.html", context)


@login_required
@require_POST
def remove_questionnaire(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throws a draft away. Done twice it is done once."""
    require(request.user, "pilots.manage_programmes")
    back = reverse("pilots:questionnaires")
    draft = WrittenQuestionnaire.objects.filter(pk=pk).first()
    if draft is None:
        return redirect(back)
    try:
        questionnaires_services.remove_questionnaire(draft=draft, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    messages.success(request, _("The draft is thrown away."))
    return redirect(back)


@login_required
@require_safe
def questionnaire(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """One version as who is asked sees it, without a way to answer."""
    require(request.user, "pilots.manage_programmes")
    found = questionnaire_at(slug, version)
    draft = WrittenQuestionnaire.objects.filter(slug=slug, version=version, frozen_at=None).first()
    context = {
        "room": "evaluations",
        "found": found,
        "title": version_in_words(found),
        "draft": draft,
        "form": AnswerForm(questions=found.questions),
    }
    return render(request, "pilots/questionnaire.html", context)
