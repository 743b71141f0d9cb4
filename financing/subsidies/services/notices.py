"""Telling people that something happened with an application; the words are in templates/notifications."""

from collections.abc import Iterable

from django.urls import reverse

from coophub.accounts.models import User
from coophub.notifications.services import notify
from financing.subsidies.models import Application
from financing.subsidies.procedure.interest import people_with_interest
from initiatives.selectors.people import active_members


def tell_group(application: Application, kind: str, **context: object) -> None:
    """Tells every member of the group, with the way to its application."""
    notify(
        recipients=active_members(application.initiative),
        kind=kind,
        context={"number": application.number, **context},
        url=reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
    )


def tell_staff(
    recipients: Iterable[User], application: Application, kind: str, *, tab: str = "", **context: object
) -> None:
    """Tells people at the ministry, with the way to the dossier, or to a tab of it; nobody who has an interest."""
    aside = people_with_interest(application)
    notify(
        recipients=[person for person in recipients if person.pk not in aside],
        kind=kind,
        context={"number": application.number, **context},
        url=reverse("subsidies:dossier", args=[application.pk]) + (f"?tab={tab}" if tab else ""),
    )


def handlers_of(application: Application) -> list[User]:
    """Who is told when something comes in: the one it is assigned to, else the reviewer who leads."""
    responsible = application.assigned_to or application.reviewer
    return [responsible] if responsible is not None and responsible.is_active else []
