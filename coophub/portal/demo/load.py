"""Making the whole demo, once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from coophub.accounts.models import User
from coophub.audit.origin import acting_from
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.portal.demo.applications import create_applications
from coophub.portal.demo.coaching import create_coaching
from coophub.portal.demo.enquiries import create_enquiries
from coophub.portal.demo.evaluation import create_evaluations
from coophub.portal.demo.households import create_households
from coophub.portal.demo.initiatives import create_initiatives
from coophub.portal.demo.lessons import create_lessons
from coophub.portal.demo.meetings import create_meetings
from coophub.portal.demo.people import create_accounts, create_neighbours
from coophub.portal.demo.plan_versions import create_versions
from coophub.portal.demo.plans import create_plans
from coophub.portal.demo.policies import create_policies
from coophub.portal.demo.policy_lab import create_policy_lab
from coophub.portal.demo.programmes import create_calls
from coophub.web import clock
from pilots.services.begin_from import add_examples

NEIGHBOURS = 126


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def load_demo(*, today: dt.date) -> dict[str, int]:
    """Everything that the demo has, counted back from `today`; the same day gives the same data.

    Gives how many of each.
    """
    morning = timezone.make_aware(dt.datetime.combine(today, dt.time(10)))
    with acting_from("command load_demo"), clock.at(morning):
        accounts = create_accounts()
        neighbours = create_neighbours(NEIGHBOURS)
        initiatives = create_initiatives(accounts=accounts, neighbours=neighbours)
        pilots = create_coaching(accounts=accounts, initiatives=initiatives)
        create_evaluations(accounts=accounts)
        create_lessons(accounts=accounts)
        add_examples(author=accounts["Iris"], approver=accounts["Abel"])
        create_calls(accounts=accounts, initiatives=initiatives, pilots=pilots)
        plans = create_plans(accounts=accounts, initiatives=initiatives)
        create_households(accounts=accounts, plans=plans)
        create_versions(pilots=pilots, plans=plans)
        create_meetings(accounts=accounts, plans=plans)
        create_enquiries(accounts=accounts, plans=plans)
        create_policies(accounts=accounts)
        version = create_applications(accounts=accounts, plans=plans)
        create_policy_lab(accounts=accounts)
        # What the services told people on the way is old news on the day the demo begins.
        OutgoingMessage.objects.all().delete()
        Notification.objects.all().delete()
    return {
        "accounts": len(accounts),
        "initiatives": len(initiatives),
        "pilots": len(pilots),
        "plans": len(plans),
        "applications": version.applications.count(),
    }
