"""The meetings of a group: what is ahead, the minutes, and the lines of them that become tasks or decisions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.markdown import drawn
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import group_with_meetings, visible_meeting
from initiatives.forms.agreed_lines import LineOfMinutes, lines_of_minutes, named_in
from initiatives.forms.meetings import LineForm, MeetingForm, MinutesForm, NewMeetingForm
from initiatives.models import Meeting
from initiatives.selectors.meetings import (
    MeetingRecord,
    could_be_present,
    decisions_of,
    meetings_ahead,
    meetings_behind,
    record_of,
)
from initiatives.selectors.people import active_members
from initiatives.services import meetings as meeting_services

PER_PAGE = 20
DECISIONS_BESIDE = 4


@login_required
@require_safe
def meetings(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = group_with_meetings(request.user, slug)
    page = Paginator(meetings_behind(initiative), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "room": "meetings",
        "ahead": meetings_ahead(initiative),
        "page": page,
        "decisions": decisions_of(initiative)[:DECISIONS_BESIDE],
        "can_change": may.why_not_change_meetings(initiative, request.user) is None,
    }
    return render(request, "initiatives/meetings.html", context)


@login_required
def new_meeting(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = group_with_meetings(request.user, slug, do="initiatives.change_meetings")
    form = NewMeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meeting_services.plan_meeting(
                initiative=initiative, plan=form.plan, key=form.cleaned_data["key"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            told = _("The meeting is planned. The others get a notice.")
            messages.success(request, _("The meeting is written down.") if meeting.is_over else told)
            return redirect("initiatives:meeting", slug=slug, key=meeting.key)
    return render(request, "initiatives/new_meeting.html", {"initiative": initiative, "room": "meetings", "form": form})


@login_required
@require_safe
def meeting(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """One meeting, as it is filed: agenda, who was there, minutes, and what came of it."""
    meeting = visible_meeting(request.user, slug, key)
    record = record_of(meeting)
    can_write = may.why_not_write_minutes(meeting, request.user) is None
    context = {
        **_page(meeting),
        "record": record,
        "agenda": drawn(meeting.agenda),
        "minutes": drawn(meeting.minutes),
        "lines": _open_lines(meeting, record) if can_write else [],
        "can_write": can_write,
        "can_move": may.why_not_move_meeting(meeting, request.user) is None,
        "can_change": may.why_not_change_meetings(meeting.initiative, request.user) is None,
        "reads_comments": may.why_not_read_comments(meeting.initiative, request.user) is None,
    }
    return render(request, "initiatives/meeting.html", context)


def _open_lines(meeting: Meeting, record: MeetingRecord) -> list[LineOfMinutes]:
    """The lines of the minutes that became nothing yet."""
    return [
        line
        for words, line in lines_of_minutes(meeting.minutes).items()
        if not {meeting_services.key_of_line(meeting, kind, words) for kind in ("task", "decision")} & record.keys
    ]


@login_required
def change_meeting(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    meeting = visible_meeting(request.user, slug, key, do="initiatives.change_meetings")
    back = meeting_services.meeting_url(meeting)
    if request.method != "POST" and (refusal := may.why_not_move_meeting(meeting, request.user)):
        return conflict(request, refusal.sentence, back=back)
    form = MeetingForm(request.POST or None, row=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            meeting_services.move_meeting(meeting=meeting, plan=form.plan, user=request.user, shown=form.shown)
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    can_cancel = may.why_not_cancel_meeting(meeting, request.user) is None
    context = {**_page(meeting), "form": form, "can_cancel": can_cancel}
    return render(request, "initiatives/change_meeting.html", context)


@login_required
@require_POST
def cancel_meeting(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    meeting = visible_meeting(request.user, slug, key, do="initiatives.change_meetings")
    try:
        meeting_services.cancel_meeting(meeting=meeting, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=meeting_services.meeting_url(meeting))
    messages.success(request, _("The meeting is cancelled. The others get a notice."))
    return redirect("initiatives:meetings", slug=slug)


@login_required
def minutes(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """Who was there and what was said, to write. What somebody else wrote meanwhile is shown above it."""
    meeting = visible_meeting(request.user, slug, key, do="initiatives.change_meetings")
    back = meeting_services.meeting_url(meeting)
    if request.method != "POST" and (refusal := may.why_not_write_minutes(meeting, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = MinutesForm(request.POST or None, meeting=meeting, people=could_be_present(meeting))
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            meeting_services.write_minutes(meeting=meeting, user=request.user, **form.cleaned_data)
        except ClashError as clash:
            meeting.refresh_from_db()
            theirs = drawn(meeting.minutes)
            form = _once_more(request, meeting, clash)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return render(request, "initiatives/minutes.html", {**_page(meeting), "form": form, "theirs": theirs, "back": back})


def _once_more(request: SignedInRequest, meeting: Meeting, clash: ClashError) -> MinutesForm:
    """The form with what was typed, which goes on from what its writer reads above it."""
    sent = request.POST.copy()
    sent["revision"] = str(clash.revision)
    form = MinutesForm(sent, meeting=meeting, people=could_be_present(meeting))
    show_error(form, clash)
    return form


@login_required
@require_POST
def take_line(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """One tap: a line of the minutes becomes a task or a decision."""
    meeting = visible_meeting(request.user, slug, key, do="initiatives.change_meetings")
    back = f"{meeting_services.meeting_url(meeting)}#lines"
    form = LineForm(request.POST)
    line = lines_of_minutes(meeting.minutes).get(form.cleaned_data["line"]) if form.is_valid() else None
    if line is None:
        messages.error(request, _("This line was changed in the minutes meanwhile. Tap it again."))
        return redirect(back)
    try:
        if form.cleaned_data["becomes"] == "task":
            owner = named_in(line.words, active_members(meeting.initiative))
            meeting_services.make_task_of_line(
                meeting=meeting, action=line.action, owner=owner, line=line.words, user=request.user
            )
            messages.success(request, _("On the list of tasks: %(words)s") % {"words": line.words})
        else:
            meeting_services.make_decision_of_line(
                meeting=meeting, title=line.words, line=line.words, user=request.user
            )
            messages.success(request, _("In the log of decisions: %(words)s") % {"words": line.words})
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(back)


def _page(meeting: Meeting) -> dict[str, object]:
    return {"initiative": meeting.initiative, "room": "meetings", "meeting": meeting}
