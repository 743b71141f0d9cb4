"""What goes by itself, after how long and why: one list, from which the register of processing prints its table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from coophub.documents.models import Document
from coophub.documents.previews import KEPT_DAYS as PAGE_DAYS
from coophub.documents.previews import old_pages
from coophub.documents.services import discard_document
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.tokens.idempotency import KEPT_HOURS, old_answers
from coophub.web import clock
from coophub.web.pace import ended_counts
from coophub.webhooks.outbox import KEPT_DAYS as WEBHOOK_DAYS
from coophub.webhooks.outbox import old_events
from financing.plans.models import Plan
from financing.plans.services.lever_searches import KEPT_MINUTES, ended_searches, remove_ended_searches
from financing.plans.services.lifetime import KEPT_DAYS as PLAN_DAYS
from financing.plans.services.visitors import remove_expired_plans
from financing.subsidies.selectors.applicants import groups_with_subsidy_after
from initiatives.models import VisitorMessage
from initiatives.models.households import DAYS_KEPT_OFF_THE_LIST
from initiatives.selectors.document_terms import document_terms, documents_past_their_term
from initiatives.services.contact import DAYS_KEPT as MESSAGE_DAYS
from initiatives.services.contact import remove_old_messages
from initiatives.services.households import long_gone_households, remove_long_gone_households

MAIL_DAYS = 365
"""So long it can be asked whether a message went out; letters stay in their dossier."""
NOTICE_DAYS = 2 * 365
BATCH = 1000


@dataclass(frozen=True)
class Rule:
    """`due` are the rows that go now. `remove` takes them away and says how many it took."""

    name: str
    what: str
    after: str
    why: str
    due: Callable[[], QuerySet[Any]]
    remove: Callable[[], int]


def rules() -> list[Rule]:
    return [
        Rule(
            "visitor-plans",
            "plans of visitors without an account, with their documents",
            f"{PLAN_DAYS} days after the last change",
            "they are kept for who has the link alone",
            lambda: Plan.objects.filter(initiative=None, expires_at__lte=clock.now()),
            remove_expired_plans,
        ),
        Rule(
            "lever-searches",
            "plans of which a program asked what makes them close, with what was found",
            f"{KEPT_MINUTES} minutes after it was asked; the plan itself goes once it is found",
            "a program fetches it within the hour, or asks it again",
            ended_searches,
            remove_ended_searches,
        ),
        Rule(
            "visitor-messages",
            "what visitors wrote to a group, with their name and address",
            f"{MESSAGE_DAYS} days after it was sent",
            "a question is answered by then",
            lambda: VisitorMessage.objects.filter(sent_at__lte=clock.now() - timedelta(days=MESSAGE_DAYS)),
            remove_old_messages,
        ),
        Rule(
            "households",
            "households that left the list of a group, with what they wished",
            f"{DAYS_KEPT_OFF_THE_LIST} days after they left",
            "so long who comes back need not write it down again",
            long_gone_households,
            remove_long_gone_households,
        ),
        Rule(
            "group-documents",
            "documents of a group that ended, by category (`initiatives/data/document-terms.csv`)",
            f"{_years()} years after it ended and its last subsidy was decided on",
            "so long who keeps the books of a legal person that was dissolved has to (BW 2:24 lid 1); the shorter term "
            "is a choice",
            _old_documents,
            _remove_old_documents,
        ),
        Rule(
            "emails",
            "e-mails that were sent or given up, with address and text",
            f"{MAIL_DAYS} days after they were written",
            "so long it can be asked whether a message went out; letters stay in their dossier",
            _old_emails,
            lambda: _remove(_old_emails),
        ),
        Rule(
            "notices",
            "notices in CoopHub that were read",
            f"{NOTICE_DAYS} days after they were given",
            "what they told stands in the group and in the trail",
            _old_notices,
            lambda: _remove(_old_notices),
        ),
        Rule(
            "kept-answers",
            "answers to what programs wrote, kept for who sends it again",
            f"{KEPT_HOURS} hours after they were given",
            "a program that heard nothing asks again within the day",
            old_answers,
            lambda: _remove(old_answers),
        ),
        Rule(
            "webhook-events",
            "what programs were told by webhook, with how that went",
            f"{WEBHOOK_DAYS} days after it happened",
            "so long it can be sent again; what happened stands in the trail",
            old_events,
            lambda: _remove(old_events),
        ),
        Rule(
            "paces",
            "how often an address or a person did something of which there can be too much",
            "when the minute or hour in which it counts is over",
            "it counts no more",
            ended_counts,
            lambda: _remove(ended_counts),
        ),
        Rule(
            "drawn-pages",
            "pages of documents as they were drawn to look at",
            f"{PAGE_DAYS} days after somebody asked for them",
            "who wants to see one has it drawn again; the document itself stays",
            old_pages,
            lambda: _remove(old_pages),
        ),
        Rule(
            "sessions",
            "sessions that ended",
            f"{settings.SESSION_COOKIE_AGE // 86_400} days without a visit",
            "who was away so long signs in again",
            _ended_sessions,
            lambda: _remove(_ended_sessions),
        ),
    ]


def remove_all() -> dict[str, int]:
    """How many went, by the name of the rule."""
    return {rule.name: rule.remove() for rule in rules()}


def _years() -> str:
    return " or ".join(str(years) for years in sorted({term.years for term in document_terms()}))


def _old_documents() -> QuerySet[Document]:
    return documents_past_their_term(groups_with_subsidy_after)


def _remove_old_documents() -> int:
    """One at a time, each in a transaction of its own: a file goes when its row did."""
    removed = 0
    for document in _old_documents().iterator(chunk_size=BATCH):
        discard_document(document=document)
        removed += 1
    return removed


def _old_emails() -> QuerySet[OutgoingMessage]:
    written = clock.now() - timedelta(days=MAIL_DAYS)
    return OutgoingMessage.objects.exclude(state=OutgoingMessage.State.QUEUED).filter(created_at__lte=written)


def _old_notices() -> QuerySet[Notification]:
    return Notification.objects.exclude(read_at=None).filter(created_at__lte=clock.now() - timedelta(days=NOTICE_DAYS))


def _ended_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=clock.now())


def _remove(due: Callable[[], QuerySet[Any]]) -> int:
    """Some at a time, so that nobody waits for it."""
    removed = 0
    while keys := list(due().values_list("pk", flat=True)[:BATCH]):
        due().filter(pk__in=keys).delete()
        removed += len(keys)
    return removed
