"""What a group has to do: who does what by when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.lists import Tab
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import visible_initiative
from initiatives.forms.tasks import NewTaskForm, TaskForm
from initiatives.models import Task
from initiatives.selectors.people import active_members
from initiatives.selectors.road_map import by_owner, done_tasks, open_tasks
from initiatives.services import tasks as task_services


@login_required
def tasks(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everything that is open, by its day or by who does it."""
    do = "initiatives.add_task" if request.method == "POST" else None
    initiative = visible_initiative(request.user, slug, do=do)
    form = NewTaskForm(request.POST or None, members=active_members(initiative))
    if request.method == "POST" and form.is_valid():
        try:
            task_services.add_task(initiative=initiative, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The task is on the list."))
            return redirect("initiatives:tasks", slug=slug)
    found = list(open_tasks(initiative))
    is_by_person = request.GET.get("by") == "person"
    context = {
        "initiative": initiative,
        "room": "overview",
        "tasks": found,
        "by_owner": by_owner(found) if is_by_person else [],
        "tabs": _tabs(slug, is_by_person=is_by_person),
        "done_tasks": done_tasks(initiative),
        "can_change": may.why_not_add_task(initiative, request.user) is None,
        "reads_comments": may.why_not_read_comments(initiative, request.user) is None,
        "form": form,
    }
    return render(request, "initiatives/tasks.html", context)


def _tabs(slug: str, *, is_by_person: bool) -> list[Tab]:
    address = reverse("initiatives:tasks", args=[slug])
    return [
        Tab(_("By day"), address, is_present=not is_by_person),
        Tab(_("By person"), f"{address}?by=person", is_present=is_by_person),
    ]


@login_required
def task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One task, to change or to take off the list."""
    initiative = visible_initiative(request.user, slug, do="initiatives.add_task")
    task: Task = get_object_or_404(initiative.tasks.select_related("owner"), pk=pk)
    task.initiative = initiative
    if request.method != "POST" and (refusal := may.why_not_change_task(task, request.user)):
        return conflict(request, refusal.sentence, back=reverse("initiatives:tasks", args=[slug]))
    form = TaskForm(request.POST or None, members=active_members(initiative), row=task)
    if request.method == "POST" and form.is_valid():
        try:
            task_services.change_task(task=task, user=request.user, shown=form.shown, **form.cleaned_data)
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:tasks", slug=slug)
    context = {"initiative": initiative, "room": "overview", "task": task, "form": form}
    return render(request, "initiatives/task.html", context)


@login_required
@require_POST
def remove_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.add_task")
    task = initiative.tasks.filter(pk=pk).first()
    if task is not None:
        task_services.remove_task(task=task, user=request.user)
        messages.success(request, _("The task is off the list."))
    return redirect("initiatives:tasks", slug=slug)


@login_required
@require_POST
def complete_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    task = _to_tick(request, slug, pk)
    task_services.complete_task(task=task, user=request.user)
    messages.success(request, _("Done: %(task)s.") % {"task": task.title})
    return redirect("initiatives:tasks", slug=slug)


@login_required
@require_POST
def reopen_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    task = _to_tick(request, slug, pk)
    task_services.reopen_task(task=task, user=request.user)
    messages.success(request, _("The task is open again: %(task)s.") % {"task": task.title})
    return redirect("initiatives:tasks", slug=slug)


def _to_tick(request: SignedInRequest, slug: str, pk: int) -> Task:
    """A task of the initiative at this address, for who may tick it off."""
    initiative = visible_initiative(request.user, slug)
    task = get_object_or_404(initiative.tasks.select_related("initiative"), pk=pk)
    if refusal := may.why_not_tick(task, request.user):
        raise PermissionDenied(str(refusal.sentence))
    return task
