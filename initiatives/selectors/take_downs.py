"""Pages that were taken off the register."""

from django.db.models import QuerySet

from coophub.accounts.models import User
from initiatives.models import Initiative, Membership, TakeDown

MOST_LIFTED = 50


def in_force(initiative: Initiative) -> TakeDown | None:
    """Why the page of a group may not be shown now. One query."""
    return initiative.take_downs.filter(lifted_at=None).select_related("taken_down_by").first()


def all_in_force() -> QuerySet[TakeDown]:
    """Every page that may not be shown now: first of groups that ask to be looked at again, the first that asked on
    top.
    """
    found = TakeDown.objects.filter(lifted_at=None).select_related("initiative", "taken_down_by")
    return found.order_by("asked_again_at", "-taken_down_at", "-pk")


def lifted_lately() -> QuerySet[TakeDown]:
    """The last fifty that were lifted."""
    found = TakeDown.objects.filter(lifted_at__isnull=False).select_related("initiative", "taken_down_by", "lifted_by")
    return found.order_by("-lifted_at", "-pk")[:MOST_LIFTED]


def asking_again() -> QuerySet[TakeDown]:
    """Those of groups that ask to be looked at again."""
    return TakeDown.objects.filter(lifted_at=None, asked_again_at__isnull=False)


def groups_now_or_before(user: User) -> set[int]:
    """The numbers of the groups of which somebody is or was a member. One query."""
    return set(Membership.objects.filter(user=user).values_list("initiative", flat=True))
