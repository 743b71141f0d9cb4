"""The programmes of the ministry as they were, and one of the demo that goes on now."""

import datetime as dt
from decimal import Decimal

from coophub.web import clock
from initiatives.models import TargetGroup
from pilots.models import Programme
from pilots.services.running import load_known_programmes

ENDED = "vijftien-pilots"


def create_programmes() -> tuple[Programme, Programme]:
    """The programme of which pilots ended, and the one that goes on. The latter is made up, and says so."""
    known = {programme.slug: programme for programme in load_known_programmes()}
    today = clock.today()
    going_on = Programme.objects.create(
        slug="voorbeeldprogramma",
        name="Voorbeeldprogramma",
        name_en="Example programme",
        summary="Een programma van deze demo. Het is verzonnen, net als de groepen die eraan meedoen.",
        summary_en="A programme of this demo. It is made up, as are the groups that take part.",
        goals="Groepen helpen om hun financiering rond te krijgen en een plek te vinden.",
        goals_en="To help groups get their financing complete and find a place.",
        starts_on=today - dt.timedelta(days=760),
        ends_on=today + dt.timedelta(days=365),
        target_groups=[TargetGroup.MIDDLE_INCOMES, TargetGroup.OLDER_PEOPLE],
        hours_per_pilot=Decimal(60),
    )
    return known[ENDED], going_on
