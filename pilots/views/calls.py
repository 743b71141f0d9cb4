"""The call of a programme: written and published by who runs it, advisors who ask groups, groups that apply."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.clashes import THEIRS, ClashError, ClashRow, Theirs, clash_answer, clash_context, writing_of
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest, is_autosave
from coophub.web.views import conflict
from initiatives.access import visible_initiative
from pilots.access import visible_call, visible_intake, visible_programme
from pilots.forms.calls import CallPage, IntakeForm, InviteForm
from pilots.forms.running import go_on_from, show_refused
from pilots.models import Call, Intake
from pilots.questions.question import in_words, read_questions
from pilots.selectors import may_apply
from pilots.selectors import selection as selection_selectors
from pilots.selectors.ranking import read_criteria
from pilots.services import calls as calls_services
from pilots.services import intakes as intakes_services


@login_required
def call(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a programme asks of who applies, and when; `publish` sends it out as well."""
    programme = visible_programme(request.user, slug, do="pilots.manage_programmes")
    found = selection_selectors.call_of(programme)
    refusal = may_apply.why_not_write_call(found)
    if request.method != "POST" and refusal is not None:
        return conflict(request, refusal.sentence, back=reverse("pilots:programme", args=[slug]))
    page = CallPage(found, request.POST or None)
    if request.method == "POST" and page.is_valid():
        try:
            found = calls_services.save_call(
                programme=programme, call=page.call, revision=page.form.cleaned_data["revision"], user=request.user
            )
            if "publish" in request.POST:
                go_on_from(page.form, found.revision)
                calls_services.publish_call(call=found, user=request.user)
        except DomainError as error:
            show_refused(page.form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("pilots:programme", slug=slug)
    context = {
        "room": "programmes",
        "programme": programme,
        "call": found,
        "page": page,
        "can_publish": may_apply.why_not_publish(found or Call(programme=programme)) is None,
    }
    return render(request, "pilots/call.html", context)


@login_required
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """An advisor asks a group to apply."""
    found = visible_call(request.user, slug, do="pilots.invite_to_apply")
    back = reverse("pilots:programme", args=[slug])
    if request.method != "POST" and (refusal := may_apply.why_not_invite(found, request.user)):
        return conflict(request, refusal.sentence, back=back)
    form = InviteForm(request.POST or None, programme=found.programme)
    if request.method == "POST" and form.is_valid():
        try:
            calls_services.invite_to_apply(call=found, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The group gets a notice and an e-mail."))
            return redirect(back)
    context = {"room": "programmes", "programme": found.programme, "form": form}
    return render(request, "pilots/invite.html", context)


@login_required
@require_POST
def apply(request: SignedInRequest, slug: str, programme: str) -> HttpResponse:
    """Begins the application of a group, or goes on with it."""
    initiative = visible_initiative(request.user, slug, do="pilots.apply_for_programme")
    found = get_object_or_404(Call, programme__slug=programme, published_at__isnull=False)
    try:
        intake = intakes_services.start_intake(call=found, initiative=initiative, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:coaching", args=[slug]))
    return redirect("pilots:own_intake", slug=slug, pk=intake.pk)


@login_required
def own_intake(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The application of a group: a draft that keeps itself, or what was submitted and what came of it."""
    writes = request.method == "POST"
    intake = visible_intake(request.user, slug, pk, do="pilots.apply_for_programme" if writes else None)
    if not intake.is_draft:
        if writes:
            refusal = may_apply.why_not_write(intake, request.user)
            return _not_kept(request, DomainError(refusal.sentence if refusal else ""), intake)
        return render(request, "pilots/submitted_intake.html", _submitted_context(request, intake))
    form = IntakeForm(intake, read_questions(intake.call.questions), request.POST or None)
    context: dict[str, Any] = {}
    if writes:
        is_valid = form.is_valid()
        if "revision" not in form.cleaned_data:
            raise Http404
        writing = writing_of(request)
        revision = form.cleaned_data["revision"] if writing.settle != "mine" else writing.seen
        if writing.settle == THEIRS:
            return redirect(request.path)
        try:
            intake = intakes_services.save_intake(
                intake=intake, answers=form.touched, revision=revision, user=request.user
            )
            if "submit" in request.POST and is_valid and not is_autosave(request):
                intakes_services.submit_intake(intake=intake, user=request.user)
                messages.success(request, _("Your application is submitted. You get a notice when there is a choice."))
                return redirect(request.path)
        except ClashError as error:
            rows = _differences(intake, form)
            if is_autosave(request):
                return clash_answer(error, rows)
            context = clash_context(error, rows)
        except intakes_services.MissingAnswersError as error:
            for key in error.keys:
                form.add_error(key, _("Answer this question."))
            form.go_on_from(intake)
        except DomainError as error:
            if is_autosave(request):
                return JsonResponse({"message": error.message}, status=422)
            show_error(form, error)
            form.go_on_from(intake)
        else:
            if is_autosave(request):
                return _kept(form, intake, is_valid=is_valid)
            if is_valid:
                messages.success(request, _("Your draft is kept."))
                return redirect(request.path)
            form.go_on_from(intake)
    context |= _draft_context(request, intake, form)
    return render(request, "pilots/intake.html", context, status=409 if "clash" in context else 200)


@login_required
@require_POST
def withdraw_intake(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    intake = visible_intake(request.user, slug, pk, do="pilots.apply_for_programme")
    back = reverse("pilots:own_intake", args=[slug, pk])
    try:
        intakes_services.withdraw_intake(intake=intake, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    messages.success(request, _("Your application is withdrawn."))
    return redirect(back)


def _draft_context(request: SignedInRequest, intake: Intake, form: IntakeForm) -> dict[str, Any]:
    refusal = may_apply.why_not_submit(intake, request.user)
    return {
        "initiative": intake.initiative,
        "room": "coaching",
        "intake": intake,
        "call": intake.call,
        "criteria": read_criteria(intake.call.criteria),
        "form": form if may_apply.why_not_write(intake, request.user) is None else None,
        "can_submit": refusal is None,
        "can_withdraw": may_apply.why_not_withdraw(intake, request.user) is None,
    }


def _submitted_context(request: SignedInRequest, intake: Intake) -> dict[str, Any]:
    submitted = getattr(intake, "submitted", None)
    return {
        "initiative": intake.initiative,
        "room": "coaching",
        "intake": intake,
        "call": intake.call,
        "answers": selection_selectors.answers_of(submitted) if submitted else [],
        "submitted": submitted,
        "selection": selection_selectors.selection_told(intake),
        "can_withdraw": may_apply.why_not_withdraw(intake, request.user) is None,
    }


def _kept(form: IntakeForm, intake: Intake, *, is_valid: bool) -> JsonResponse:
    """What the page learns after it kept itself: what it builds on from now on, and what could not be kept."""
    answer: dict[str, Any] = {"fields": form.new_marks(intake)}
    if not is_valid:
        wrong = {form.add_prefix(name): [str(error) for error in errors] for name, errors in form.errors.items()}
        said = " ".join(sentence for sentences in wrong.values() for sentence in sentences)
        answer |= {"errors": wrong, "message": _("Kept, but not this: %(what)s") % {"what": said}}
    return JsonResponse(answer)


def _differences(intake: Intake, form: IntakeForm) -> list[ClashRow]:
    """What the writer answered otherwise than what stands there now."""
    intake.refresh_from_db(fields=["answers"])
    rows = []
    for question in form.questions:
        theirs, mine = intake.answers.get(question.key), form.touched.get(question.key)
        if question.key in form.touched and str(theirs or "") != str(mine or ""):
            said = [str(in_words(question, answer)) if answer not in (None, "") else "–" for answer in (mine, theirs)]
            rows.append(ClashRow(label=str(question.words), mine=said[0], theirs=[Theirs(said[1])]))
    return rows


def _not_kept(request: SignedInRequest, error: DomainError, intake: Intake) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"message": error.message}, status=422)
    return conflict(request, error, back=reverse("pilots:own_intake", args=[intake.initiative.slug, intake.pk]))
