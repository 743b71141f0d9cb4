"""Taking the public page of a group off the register, with a reason, and lifting that."""

from django.db import transaction
from django.urls import reverse

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.refusals import refuse
from initiatives.may import why_not_ask_again, why_not_lift, why_not_take_down
from initiatives.models import Initiative, TakeDown
from initiatives.selectors.people import owners_of
from initiatives.selectors.take_downs import groups_now_or_before


@transaction.atomic
def take_down(*, initiative: Initiative, because: str, user: User) -> TakeDown:
    """Takes a page off the register. It is not shown again before this is lifted; its owners get the reason.

    Raises DomainError when there is no page to take down.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    refuse(why_not_take_down(initiative, user))
    before = initiative.published_at
    initiative.published_at = None
    initiative.save(update_fields=["published_at"])
    made = TakeDown.objects.create(initiative=initiative, because=because, taken_down_by=user)
    record(
        actor=user,
        action="initiatives.take_down",
        target=initiative,
        before={"published_at": before},
        after={"because": because},
    )
    context = {"initiative": initiative.name, "because": because}
    _tell_owners(initiative, "initiatives_taken_down", context)
    return made


@transaction.atomic
def ask_again(*, take_down: TakeDown, user: User) -> TakeDown:
    """Asks who runs CoopHub to look at the page once more. Asking twice keeps the first moment.

    Raises DomainError when it was lifted already.
    """
    take_down = _locked(take_down)
    refuse(why_not_ask_again(take_down))
    if take_down.asked_again_at is None:
        take_down.asked_again_at = clock.now()
        take_down.save(update_fields=["asked_again_at"])
        record(actor=user, action="initiatives.ask_to_be_shown", target=take_down.initiative)
    return take_down


@transaction.atomic
def lift(*, take_down: TakeDown, user: User) -> TakeDown:
    """Lets the group show its page again, which it does itself. Raises DomainError for who is of the group."""
    take_down = _locked(take_down)
    refuse(why_not_lift(take_down, user, groups_now_or_before(user)))
    if take_down.lifted_at is None:
        take_down.lifted_at, take_down.lifted_by = clock.now(), user
        take_down.save(update_fields=["lifted_at", "lifted_by"])
        record(actor=user, action="initiatives.lift_take_down", target=take_down.initiative)
        _tell_owners(take_down.initiative, "initiatives_may_be_shown", {"initiative": take_down.initiative.name})
    return take_down


def _locked(take_down: TakeDown) -> TakeDown:
    return TakeDown.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=take_down.pk)


def _tell_owners(initiative: Initiative, kind: str, context: dict[str, str]) -> None:
    owners = owners_of(initiative).filter(is_active=True)
    notify(recipients=owners, kind=kind, context=context, url=reverse("initiatives:profile", args=[initiative.slug]))
