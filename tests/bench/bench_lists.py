"""Every list and every page of figures with a hundredth of what there can be, and with all of it."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from financing.subsidies.models import Application, State
from pilots.models import Programme
from tests.bench.sizes import Page, hold_to, measure, reader, settle, somebody_with_twenty

# An application brings some thirty entries of the trail along. With fewer of them a page of what waits would not be
# full, and a page that shows more takes longer, whatever else there is.
FEW = {"initiatives": 600, "applications": 400, "pilots": 20, "audit": 12_000}
MANY = {"initiatives": 79_400, "applications": 19_600, "pilots": 1_980, "audit": 600_000}


def pages() -> dict[str, Page]:
    """The pages that grow with what there is, each for who has most of it."""
    reviewer, manager, administrator = (
        people_with_role(role)[0] for role in (Role.REVIEWER, Role.SCHEME_MANAGER, Role.ADMINISTRATOR)
    )
    decider = people_with_role(Role.DECIDER)[0]
    advisor, coached = somebody_with_twenty()
    version = Application.objects.exclude(submitted_at=None).latest("pk").scheme_version
    dossier = reverse("subsidies:dossier", args=[Application.objects.filter(state=State.AWARDED).latest("pk").pk])
    programme = Programme.objects.latest("pk")
    last_page = Application.objects.exclude(submitted_at=None).count() // 25
    addresses: dict[str, tuple[User | None, str]] = {
        "home": (None, "/"),
        "register": (None, "/register/"),
        "register, a search": (None, "/register/?q=linden"),
        "register, a province": (None, "/register/?province=Utrecht"),
        "figures": (None, "/figures/"),
        "awards": (None, "/awards/"),
        "work queue": (reviewer, "/ministry/queue/"),
        "work queue, a search": (reviewer, "/ministry/queue/?q=linden"),
        "list of applications": (reviewer, "/ministry/applications/"),
        "list of applications, its last page": (reviewer, f"/ministry/applications/?page={last_page}"),
        "objections": (reviewer, "/ministry/objections/"),
        "advances": (reviewer, "/ministry/advances/"),
        "payments": (manager, "/ministry/payments/"),
        "monitor": (manager, "/ministry/monitor/"),
        "budget": (manager, "/ministry/budget/"),
        "entries of the ledger": (manager, reverse("subsidies:entries", args=[version.pk])),
        "round board": (manager, reverse("subsidies:round_board", args=[version.pk])),
        "dossier": (decider, dossier),
        "dossier, its money": (decider, f"{dossier}?tab=money"),
        "dossier, its log": (decider, f"{dossier}?tab=log"),
        "pilots of an advisor": (advisor, "/pilots/"),
        "agenda of an advisor": (advisor, "/pilots/agenda/"),
        "preparation of a session": (advisor, reverse("pilots:prepare", args=[coached.pk])),
        "bottlenecks": (advisor, "/pilots/bottlenecks/"),
        "programme": (administrator, reverse("pilots:programme", args=[programme.slug])),
        "people": (administrator, "/account/people/"),
        "people, a search": (administrator, "/account/people/?q=anna"),
        "trail": (administrator, "/audit/"),
        "trail, a search": (administrator, "/audit/?q=anna"),
    }
    return {name: reader(user, address) for name, (user, address) in addresses.items()}


@pytest.mark.django_db(transaction=True)
def test_lists() -> None:
    call_command("load_demo", today=clock.today(), verbosity=0, **FEW)
    settle()
    few = measure(pages())
    call_command("load_demo", verbosity=0, **MANY)
    settle()
    hold_to(few, measure(pages()), "all, against a hundredth")
