"""Sessions that an advisor writes down without a network: the page that a device keeps, and what it sends later."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from coophub.web import clock
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from pilots.access import pilot_to_record
from pilots.forms.coaching import OfflineGroupForm, SessionForm
from pilots.selectors.coaching import coached_now
from pilots.views.recording import record_from

UNPROCESSABLE = 422
SIGNED_OUT = 401


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands among the pages that it serves, which is how far a browser lets it reach."""
    found = finders.find("build/offline-worker.js")
    if found is None:
        raise Http404
    return HttpResponse(Path(found).read_bytes(), content_type="text/javascript")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that a device keeps. It has nothing of anybody: the device fills it in."""
    return render(request, "pilots/offline.html", {"form": SessionForm(), "group_form": OfflineGroupForm()})


@require_safe
def device(request: HttpRequest) -> JsonResponse:
    """Who this is, whom they coach and which day it is, for a device that keeps it locked. 401: signed out."""
    if not request.user.is_authenticated:
        return _signed_out()
    require(request.user, "pilots.view_case_load")
    groups = [{"pilot": pilot.pk, "name": pilot.initiative.name} for pilot in coached_now(request.user)]
    whose = salted_hmac("pilots.offline", str(request.user.pk)).hexdigest()[:32]
    return JsonResponse(
        {"person": whose, "today": clock.today().isoformat(), "groups": groups, "token": get_token(request)}
    )


@require_POST
def receive(request: SignedInRequest, pk: int) -> JsonResponse:
    """Records a session that a device kept. Sent twice it is recorded once; what is wrong comes back by field (422)."""
    if not request.user.is_authenticated:
        return _signed_out()
    pilot = pilot_to_record(request.user, pk, is_sent=True)
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            record_from(form, pilot=pilot, advisor=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            return JsonResponse({"recorded": reverse("pilots:pilot", args=[pilot.pk])})
    return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)


def _signed_out() -> JsonResponse:
    address = f"{reverse('account_login')}?next={reverse('pilots:offline')}"
    return JsonResponse({"sign_in": address}, status=SIGNED_OUT)
