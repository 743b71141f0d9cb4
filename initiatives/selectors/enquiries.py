"""What a group asked and what came of it, and what an official sees of that."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents, number, percent
from initiatives.models import Enquiry, EnquiryAnswer, EnquiryLink, EnquiryOpening, Initiative
from initiatives.selectors.shared_plans import Lines, plans_to_share

OPENINGS_SHOWN = 20
READ = EnquiryOpening.Outcome.READ


@dataclass(frozen=True)
class Asked:
    """A question as the official has it before them."""

    enquiry: Enquiry
    group: Lines
    plan_name: str
    plan: Lines
    sender: str
    sender_email: str


def enquiries_of(initiative: Initiative) -> QuerySet[Enquiry]:
    """What a group asked, the newest first, with the answers and how often each was read. One query."""
    found = Enquiry.objects.filter(initiative=initiative)
    read = Count("links__openings", filter=Q(links__openings__outcome=READ))
    beside = found.select_related("municipality", "answer", "sent_by")
    return beside.annotate(times_read=read).order_by("-created_at", "-pk")


def links_of(enquiry: Enquiry) -> list[EnquiryLink]:
    """The links that went out, the newest first, with their last openings. Two queries."""
    openings = EnquiryOpening.objects.order_by("-at", "-pk")[:OPENINGS_SHOWN]
    return list(enquiry.links.prefetch_related(Prefetch("openings", queryset=openings, to_attr="last_openings")))


def link_of_token(token: str) -> EnquiryLink | None:
    """The link behind an address, also when it is no longer good; None when we never made it, or it is gone."""
    found = EnquiryLink.objects.select_related(
        "enquiry__initiative", "enquiry__municipality", "enquiry__answer", "enquiry__sent_by"
    )
    return found.filter(token_sha256=EnquiryLink.hash_of(token)).first()


def state_of(enquiry: Enquiry) -> tuple[str, str]:
    """How it stands in one or two words, and the tone of that."""
    if enquiry.is_draft:
        return _("Not sent yet"), "neutral"
    if enquiry.has_answer:
        answer = enquiry.answer
        return str(answer.get_outcome_display()), {"no": "bad", "later": "warn"}.get(answer.outcome, "good")
    return (_("Withdrawn"), "neutral") if enquiry.withdrawn_at else (_("Waits for an answer"), "busy")


def clock_of(enquiry: Enquiry) -> str:
    """How long the group waits, or waited; "" for what was not sent."""
    days = enquiry.days_waiting
    if enquiry.is_waiting:
        waits = ngettext("You wait for one day.", "You wait for %(days)s days.", days) % {"days": days}
        return waits if days else _("You wait since today.")
    if not enquiry.has_answer:
        return ""
    took = ngettext("The answer took one day.", "The answer took %(days)s days.", days) % {"days": days}
    return took if days else _("The answer came the same day.")


def what_is_shared(enquiry: Enquiry) -> dict[str, Any]:
    """What the official sees of the group and of its plan as they are now, in every language.

    Raises DomainError when the plan is no longer there.
    """
    return {
        "group": _in_every_language(lambda: _group(enquiry.initiative)),
        "plan_name": _plan_name(enquiry),
        "plan": _in_every_language(lambda: _plan(enquiry)),
    }


def hash_of(shared: dict[str, Any]) -> str:
    """What tells two of them apart, however their names are ordered."""
    text = json.dumps(shared, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def asked(enquiry: Enquiry, shared: dict[str, Any], sender: Any) -> Asked:
    """The question with what is shared beside it, in the language of whoever reads it now."""
    language = get_language() or settings.LANGUAGE_CODE
    return Asked(
        enquiry=enquiry,
        group=_read(shared["group"], language),
        plan_name=shared["plan_name"],
        plan=_read(shared["plan"], language),
        sender=str(sender),
        sender_email=sender.email if sender else "",
    )


def as_sent(enquiry: Enquiry) -> Asked:
    """The question as it was when it was sent."""
    return asked(enquiry, enquiry.shared, enquiry.sent_by)


def answer_lines(answer: EnquiryAnswer) -> Lines:
    """An answer as lines for a page and for paper: what was not filled in is left out."""
    lines = [
        (_("The answer"), str(answer.get_outcome_display())),
        (_("Conditions"), answer.conditions),
        (_("Why not"), answer.reason),
        (_("You hear more"), day(answer.later_on)),
        (_("Price of the land"), euro_cents(answer.land_price)),
        (_("Ground rent per year"), euro_cents(answer.canon_per_year)),
        (_("Loan"), euro_cents(answer.loan_amount)),
        (_("Interest per year"), percent(answer.interest_rate, 2)),
        (_("Length of the term"), _years(answer.term_years)),
        (_("Good until"), day(answer.valid_until)),
        (_("Remarks"), answer.remarks),
        (_("Answered by"), f"{answer.answered_by}, {answer.position}"),
        (_("Whom to call or write"), answer.contact),
    ]
    return [(label, words) for label, words in lines if words]


def _years(years: int | None) -> str:
    if years is None:
        return ""
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}


def _in_every_language(lines: Callable[[], Lines]) -> dict[str, list[list[str]]]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = [[label, words] for label, words in lines()]
    return found


def _read(lines: dict[str, list[list[str]]], language: str) -> Lines:
    found = lines.get(language) or lines.get(settings.LANGUAGE_CODE) or []
    return [(label, words) for label, words in found]


def _group(initiative: Initiative) -> Lines:
    lines = [
        (_("Initiative"), initiative.name),
        (_("Municipality"), initiative.municipality.name),
        (_("What they want"), initiative.summary),
        (_("Form"), str(initiative.get_form_display())),
        (_("Kind of building"), str(initiative.get_building_display())),
        (_("Homes"), number(initiative.homes)),
        (_("For whom"), str(initiative.get_target_group_display())),
        (_("Phase"), str(initiative.get_phase_display())),
        (_("Legal name"), initiative.legal_name),
        (_("KVK number"), initiative.kvk_number),
    ]
    return [(label, words) for label, words in lines if words]


def _plan_name(enquiry: Enquiry) -> str:
    plans = plans_to_share()
    if plans is None or not enquiry.plan_key:
        return ""
    try:
        return plans.name_of(enquiry.initiative, enquiry.plan_key)
    except LookupError as error:
        raise DomainError(_("The plan that you chose is no longer there. Choose another, or none.")) from error


def _plan(enquiry: Enquiry) -> Lines:
    plans = plans_to_share()
    if plans is None or not enquiry.plan_key:
        return []
    try:
        return plans.lines(enquiry.initiative, enquiry.plan_key, enquiry.parts)
    except LookupError as error:
        raise DomainError(_("The plan that you chose is no longer there. Choose another, or none.")) from error
