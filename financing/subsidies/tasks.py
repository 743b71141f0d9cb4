"""What the subsidy procedure does by itself."""

from celery import shared_task

from financing.subsidies.services.figures import fold_figures
from financing.subsidies.services.interest import set_aside_everybody
from financing.subsidies.services.signing import lapse_changed_signatures
from financing.subsidies.services.trade_register import ask_trade_register
from financing.subsidies.services.warnings import send_warnings


@shared_task
def sweep_interests() -> int:
    """Takes everybody off the cases of groups to which they became tied, once a day, before the warnings go out."""
    return set_aside_everybody()


@shared_task
def sweep_warnings() -> int:
    """Warns of deadlines that come near, once a day.

    After a missed day it sends the most urgent warning of each deadline, once.
    """
    return send_warnings()


@shared_task
def sweep_signatures() -> int:
    """Lapses second signatures of which the plan, the profile, the members or a document changed since."""
    return lapse_changed_signatures()


@shared_task
def sweep_trade_register() -> int:
    """Asks the trade register about who applied, when it is set. Safe to run twice: an answer is kept once."""
    return ask_trade_register()


@shared_task
def sweep_figures() -> int:
    """Folds what came to the figures of schemes since the last time, so that pages read little. No figure changes."""
    return fold_figures()
