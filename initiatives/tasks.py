"""What initiatives do by themselves."""

from celery import shared_task

from coophub.documents.texts import ask_for_texts
from coophub.web.tallies import fold
from initiatives.models import Initiative, PhaseStayCount, RegisterMark
from initiatives.services.contact import remove_old_messages


@shared_task
def sweep_visitor_messages() -> int:
    """Removes what visitors wrote when its time is over. After a missed day it removes all of that."""
    return remove_old_messages()


@shared_task
def sweep_document_texts() -> int:
    """Has the documents of groups read that nobody read, so that they are found by what is in them."""
    return ask_for_texts(Initiative)


@shared_task
def sweep_counts() -> int:
    """Folds what came to the figures of the register since the last time, so that pages read little."""
    stays = fold(PhaseStayCount, by=["phase", "days"], sums=["stays", "groups"])
    return stays + fold(RegisterMark, by=["municipality_id"], sums=["initiatives", "mark"])
