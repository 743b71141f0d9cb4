"""What webhooks are told: an event is a row in the transaction of the deed, a delivery a row for each address, and a
worker sends it (`docs/decisions/001-work-is-a-row-first.md`).
"""

import datetime as dt
import json
from functools import partial

import structlog
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.audit.services import record
from coophub.celery import publish
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.webhooks.events import kind_named, kind_of_action
from coophub.webhooks.models import Delivery, Webhook, WebhookEvent
from coophub.webhooks.sending import NoAnswerError, NotPublicError, post
from coophub.webhooks.signing import headers_for

log = structlog.get_logger(__name__)

WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]
"""After each failure so long until the next attempt; then it is given up."""
MOST_FAILURES = 15
"""After so many one after another, of whatever event, nothing is sent until its person lets it go on."""
GONE = 410
LEASE = dt.timedelta(minutes=1)
FIRST_WAIT = dt.timedelta(seconds=30)
"""What a worker that is told has before the sweeper tells another."""
AT_ONCE = 100
KEPT_DAYS = 30
NOT_PUBLIC = "NotPublicError"


def note_event(entry: AuditEntry) -> None:
    """Keeps what happened, in the transaction of the deed, when somebody wants to be told of it."""
    kind = kind_of_action(entry.action)
    if kind is None or not Webhook.objects.filter(kinds__contains=[kind.name]).exists():
        return
    event = WebhookEvent.objects.create(entry=entry, kind=kind.name)
    transaction.on_commit(partial(publish, "coophub.webhooks.tasks.spread_event", [event.pk]))


@transaction.atomic
def spread(event_id: int) -> None:
    """Makes a delivery for each address whose person may see what changed, as things stand now. Safe to run twice."""
    event = WebhookEvent.objects.select_for_update(of=("self",)).select_related("entry").get(pk=event_id)
    kind, subject = kind_named(event.kind), _subject_of(event.entry)
    if event.spread_at is not None or kind is None:
        return
    event.spread_at = clock.now()
    event.save(update_fields=["spread_at"])
    wanted = Webhook.objects.filter(kinds__contains=[event.kind], user__is_active=True).select_related("user")
    for webhook in wanted if subject is not None else ():
        path = kind.path_for(webhook.user, subject)
        if path is None:
            continue
        delivery, is_new = Delivery.objects.get_or_create(
            webhook=webhook, event=event, defaults={"path": path, "next_attempt_at": clock.now() + FIRST_WAIT}
        )
        if is_new:
            transaction.on_commit(partial(hand_over, delivery.pk))


def send(delivery_id: int) -> bool:
    """Sends what waits; gives whether it arrived. No transaction is open while the other answers."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    webhook, body = delivery.webhook, body_of(delivery)
    signed = headers_for(webhook, message_id=delivery.message_id, timestamp=int(clock.now().timestamp()), body=body)
    headers = {**signed, "Content-Type": "application/json", "User-Agent": "CoopHub-Webhooks/1"}
    try:
        status, error = post(webhook.address, headers=headers, body=body), ""
    except (NotPublicError, NoAnswerError) as failed:
        status, error = None, (str(failed) or NOT_PUBLIC)[:100]
    if status is not None and 200 <= status < 300:
        _arrived(delivery, status)
        return True
    _failed(delivery, status, error)
    return False


def body_of(delivery: Delivery) -> bytes:
    """What changed and where to read it, and nothing of what it is: that takes a token."""
    document = {
        "type": delivery.event.kind,
        "timestamp": delivery.event.at.isoformat(),
        "data": {"url": settings.SITE_URL + delivery.path},
    }
    return json.dumps(document).encode()


def sweep() -> int:
    """Tells workers of what a lost broker, a dead worker or an address that was away left; gives of how much."""
    now = clock.now()
    events = WebhookEvent.objects.filter(spread_at=None, at__lt=now - FIRST_WAIT).order_by("at")
    told = sum(publish("coophub.webhooks.tasks.spread_event", [pk]) for pk in _some(events))
    due = _some(_free().filter(next_attempt_at__lte=now).order_by("next_attempt_at"))
    Delivery.objects.filter(pk__in=due).update(next_attempt_at=now + FIRST_WAIT)
    return told + sum(hand_over(pk) for pk in due)


def old_events() -> QuerySet[WebhookEvent]:
    """What nobody sends again any more; its deliveries go with it."""
    return WebhookEvent.objects.filter(at__lte=clock.now() - dt.timedelta(days=KEPT_DAYS))


def _some(rows: QuerySet[Model]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def hand_over(delivery_id: int) -> bool:
    """Tells a worker of a delivery; gives whether it was told. When the broker is away the sweeper does it later."""
    return publish("coophub.webhooks.tasks.send_delivery", [delivery_id])


def _subject_of(entry: AuditEntry) -> Model | None:
    try:
        found: Model = apps.get_model(entry.target_type)._base_manager.get(pk=entry.target_id)
    except ObjectDoesNotExist:
        return None
    return found


def _free() -> QuerySet[Delivery]:
    nobody_s = Q(lease_until=None) | Q(lease_until__lt=clock.now())
    return Delivery.objects.filter(nobody_s, state=Delivery.State.QUEUED, webhook__paused_at=None)


def _claim(delivery_id: int) -> Delivery | None:
    """Takes it into this worker's hands for the length of a lease; None when it is not to be had."""
    if not _free().filter(pk=delivery_id).update(lease_until=clock.now() + LEASE, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("webhook__user", "event").get(pk=delivery_id)


def _arrived(delivery: Delivery, status: int) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, status=status, sent_at=clock.now(), lease_until=None, last_error=""
    )
    Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)


@transaction.atomic
def _failed(delivery: Delivery, status: int | None, error: str) -> None:
    log.warning("webhook_not_sent", delivery=delivery.pk, attempt=delivery.attempts, status=status, error=error)
    is_given_up = delivery.attempts > len(WAITS)
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.FAILED if is_given_up else Delivery.State.QUEUED,
        status=status,
        last_error=error,
        lease_until=None,
        next_attempt_at=clock.now() + wait,
    )
    webhook = Webhook.objects.select_for_update().select_related("user").get(pk=delivery.webhook_id)
    webhook.failures += 1
    if webhook.paused_at is None and (webhook.failures >= MOST_FAILURES or status == GONE):
        _pause(webhook)
    webhook.save(update_fields=["failures", "paused_at"])


def _pause(webhook: Webhook) -> None:
    webhook.paused_at = clock.now()
    record(actor=None, action="webhooks.pause", target=webhook)
    notify(
        recipients=[webhook.user],
        kind="webhooks_paused",
        context={"address": webhook.address},
        url=reverse("webhooks:list"),
    )
