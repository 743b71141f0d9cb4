"""What somebody may have told to others."""

from django.utils.translation import gettext_lazy as _

from coophub.web.refusals import Refusal, by_state

MOST_WEBHOOKS = 10


def why_not_make_webhook(count: int) -> Refusal | None:
    """One more beside those that are there."""
    if count < MOST_WEBHOOKS:
        return None
    return by_state(_("You have %(count)s webhooks. Remove one first.") % {"count": MOST_WEBHOOKS})
