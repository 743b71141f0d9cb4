"""Coaches are tied to the initiatives that they coach."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from initiatives import ties
from initiatives.models import Initiative
from pilots.models import Assignment


def register() -> None:
    ties.KINDS.add("coach", ties.KindOfTie(_("coach of the group"), _where_coach, _coaches))


def _where_coach(user: User, since: dt.date) -> ties.Numbers:
    return _assignments(since).filter(advisor=user).values_list("pilot__initiative")


def _coaches(initiative: Initiative, since: dt.date) -> ties.Numbers:
    return _assignments(since).filter(pilot__initiative=initiative).values_list("advisor")


def _assignments(since: dt.date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(Q(ended_on=None) | Q(ended_on__gte=since))
