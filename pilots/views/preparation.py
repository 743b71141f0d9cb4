"""The page to read before a session."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.web.requests import SignedInRequest
from financing.plans.selectors.may import why_not_see_plans
from pilots import may
from pilots.access import visible_pilot
from pilots.models import CoachingGoal
from pilots.selectors import health
from pilots.selectors.coaching import handover_of
from pilots.selectors.preparation import preparation_of
from pilots.tables.pilots import hours_in_words


@login_required
@require_safe
def prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    # With the figures of its health, which the type of the model does not know.
    pilot: Any = visible_pilot(request.user, pk, do="pilots.coach_pilot", pilots=health.pilots_with_health())
    context = {
        "room": "pilots",
        "pilot": pilot,
        "hours": hours_in_words(pilot),
        "signs": health.signs_of(pilot),
        "goals": pilot.goals.filter(state=CoachingGoal.State.AT_WORK),
        "handover": handover_of(pilot),
        "can_coach": may.why_not_coach(pilot, request.user) is None,
        "preparation": preparation_of(pilot, sees_plan=why_not_see_plans(pilot.initiative, request.user) is None),
    }
    return render(request, "pilots/preparation.html", context)
