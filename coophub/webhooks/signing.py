"""Signatures by which who is told knows that it was CoopHub (Standard Webhooks, version 1: HMAC with SHA-256 over id,
moment and body).

The secret follows from the key of the webhook and the secret of the site: who reads the database reads none.
"""

import base64
import hashlib
import hmac

from django.utils.crypto import salted_hmac

from coophub.webhooks.models import Webhook

PREFIX = "whsec_"
SALT = "coophub.webhooks"


def secret_of(webhook: Webhook) -> str:
    """What is shown once to who made it."""
    return PREFIX + base64.b64encode(_key(webhook)).decode()


def headers_for(webhook: Webhook, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    signature = base64.b64encode(hmac.new(_key(webhook), signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{signature}"}


def _key(webhook: Webhook) -> bytes:
    return salted_hmac(SALT, webhook.key.hex, algorithm="sha256").digest()
