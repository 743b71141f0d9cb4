"""A write that a program sends again because it heard nothing is done once, and answered the same."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.tokens.models import ApiToken, KeptAnswer
from coophub.web import clock
from coophub.web.errors import DomainError

KEPT_HOURS = 24
MOST_CHARACTERS = 255


class KeyUsedError(DomainError):
    """The key was sent before, with something else."""


@dataclass(frozen=True)
class WrittenAnswer:
    """What a program gets back."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def once(*, token: ApiToken, key: str, request: bytes, write: Callable[[], WrittenAnswer]) -> WrittenAnswer:
    """What `write` gives; for who sends the same with the same key again what it gave then.

    Two at the same moment wait for each other. What is refused is not kept: then nothing was written.
    Raises KeyUsedError when `request` is something else than what came with the key before.
    """
    asked = hashlib.sha256(request).hexdigest()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(token=token, key=key, request_sha256=asked)
        except IntegrityError:
            return _again(KeptAnswer.objects.get(token=token, key=key), asked)
        answer = write()
        kept.status, kept.body, kept.headers = answer.status, answer.body, answer.headers
        kept.save(update_fields=["status", "body", "headers"])
        return answer


def old_answers() -> QuerySet[KeptAnswer]:
    """What nobody sends again any more."""
    return KeptAnswer.objects.filter(created_at__lte=clock.now() - dt.timedelta(hours=KEPT_HOURS))


def _again(kept: KeptAnswer, asked: str) -> WrittenAnswer:
    if kept.request_sha256 != asked:
        raise KeyUsedError(_("This Idempotency-Key was used before, with something else. Take a new key."))
    return WrittenAnswer(int(kept.status or 0), kept.body, dict(kept.headers))
