"""Making, removing and letting webhooks go on, and sending again what one was told."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from coophub.webhooks.may import why_not_make_webhook
from coophub.webhooks.models import Delivery, Webhook
from coophub.webhooks.outbox import AT_ONCE, hand_over
from coophub.webhooks.sending import NotPublicError, check_address


@transaction.atomic
def make_webhook(*, user: User, address: str, kinds: Sequence[str], key: UUID) -> Webhook:
    """An address that is told of these kinds of events. The same form sent twice gives one.

    Raises DomainError for an address that is not one of the public network, or when there are too many.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    made_before = Webhook.objects.filter(submission_key=key, user=user).first()
    if made_before is not None:
        return made_before
    refuse(why_not_make_webhook(user.webhooks.count()))
    try:
        check_address(address)
    except NotPublicError as error:
        raise DomainError(
            _("Fill in a public address that begins with https://, without a name or password in it."), field="address"
        ) from error
    webhook = Webhook.objects.create(user=user, address=address, kinds=sorted(kinds), submission_key=key)
    record(actor=user, action="webhooks.make", target=webhook, after={"kinds": webhook.kinds})
    return webhook


@transaction.atomic
def remove_webhook(*, webhook: Webhook, user: User) -> None:
    """Takes it away with what it was told."""
    record(actor=user, action="webhooks.remove", target=webhook)
    webhook.delete()


@transaction.atomic
def resume_webhook(*, webhook: Webhook, user: User) -> Webhook:
    """Lets a webhook go on that was paused; what waits is sent now."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.paused_at is None:
        return webhook
    webhook.paused_at, webhook.failures = None, 0
    webhook.save(update_fields=["paused_at", "failures"])
    record(actor=user, action="webhooks.resume", target=webhook)
    waiting = webhook.deliveries.filter(state=Delivery.State.QUEUED)
    waiting.update(next_attempt_at=clock.now())
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        transaction.on_commit(partial(hand_over, pk))
    return webhook


@transaction.atomic
def send_again(*, delivery: Delivery) -> None:
    """Sends what arrived or was given up once more, under the same id."""
    changed = Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.QUEUED)
    if changed.update(state=Delivery.State.QUEUED, attempts=0, next_attempt_at=clock.now()):
        transaction.on_commit(partial(hand_over, delivery.pk))
