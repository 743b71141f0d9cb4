"""What a group needs before it begins an application: worked out from the parts and documents of the
scheme, beside what the group has and where it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from coophub.web.bilingual import AnyWords
from coophub.web.formats import day
from financing.plans.selectors.outcomes import plans_of
from financing.subsidies.applications.sections import MINUTES, TITLES, pages_of, sections_of
from financing.subsidies.applications.wanted_documents import WantedDocument, likeliest, needed_documents
from financing.subsidies.models import SchemeVersion
from initiatives.models import Initiative, Milestone, Phase
from initiatives.models.steps import step
from initiatives.selectors.people import editors_of

LEGAL_FORM = "legal-form"
"""The step of the road map that brings a KVK number, and with it a bank account."""


class Stands(StrEnum):
    """Whether a group has something: yes, by filling it in, not yet, or not yet because its phase is too early."""

    THERE = "there"
    IN_FORM = "in_form"
    MISSING = "missing"
    LATER = "later"


@dataclass(frozen=True)
class Need:
    """A thing that an application takes, how it stands, and where a group gets or keeps it."""

    title: AnyWords
    stands: Stands
    found: str
    """What the group has of it, or why it has not."""
    explanation: AnyWords = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True)
class Needs:
    """Everything that an application takes, and how long."""

    things: list[Need]
    parts: int
    minutes: int
    decision_term: str

    @property
    def too_early(self) -> list[Need]:
        return [need for need in self.things if need.stands == Stands.LATER]

    @property
    def hours(self) -> int:
        """Rounded up, so that nobody plans too little."""
        return -(-self.minutes // 60)


def needs_of(version: SchemeVersion, initiative: Initiative) -> Needs:
    """What this group needs for an application under this version."""
    parts = sections_of(version)
    milestones = {milestone.key: milestone for milestone in initiative.milestones.exclude(key="")}
    own = list(documents_of(initiative))
    things = [
        *(_document(wanted, initiative, own, milestones) for wanted in needed_documents(version)),
        *_organisation(version, initiative, milestones),
        _plan(initiative),
        _signers(initiative),
    ]
    return Needs(
        things=things,
        parts=len(pages_of(version)),
        minutes=sum(MINUTES[part] for part in parts),
        decision_term=_decision_term(version),
    )


def _document(
    wanted: WantedDocument, initiative: Initiative, own: Iterable[Document], milestones: dict[str, Milestone]
) -> Need:
    title, explanation = wanted.title, wanted.help_text
    if wanted.part:
        found = _("You fill it in, at “%(part)s”. No file is needed.") % {"part": TITLES[wanted.part]}
        return Need(title, Stands.IN_FORM, found, explanation)
    if (document := likeliest(wanted, own)) is not None:
        found = _("You have “%(title)s” among your documents.") % {"title": document.title}
        return Need(title, Stands.THERE, found, explanation)
    stands, found = _by_step(wanted.step, initiative, milestones)
    place = (_("To your documents"), reverse("initiatives:documents", args=[initiative.slug]))
    return Need(title, stands, found or _("It is not among your documents yet."), explanation, *place)


def _organisation(version: SchemeVersion, initiative: Initiative, milestones: dict[str, Milestone]) -> Iterator[Need]:
    """The KVK number, and an account where the scheme pays (KB 11)."""
    stands, why = _by_step(LEGAL_FORM, initiative, milestones)
    profile = reverse("initiatives:profile", args=[initiative.slug])
    if initiative.kvk_number:
        yield Need(_("KVK number"), Stands.THERE, initiative.kvk_number)
    else:
        found = why or _("It does not stand in your profile yet.")
        yield Need(_("KVK number"), stands, found, place=_("To your profile"), url=f"{profile}#id_kvk_number")
    if version.has_money:
        explanation = _("In the name of your association or co-operative.")
        if initiative.kvk_number or stands != Stands.LATER:
            yield Need(_("Bank account"), Stands.MISSING, _("Keep the number at hand."), explanation)
        else:
            yield Need(_("Bank account"), stands, why, explanation)


def _plan(initiative: Initiative) -> Need:
    plan = plans_of(initiative).first()
    place = (_("To your plans"), reverse("plans:list", args=[initiative.slug]))
    if plan is None:
        return Need(_("Financing plan"), Stands.MISSING, _("You have no plan yet."), "", *place)
    return Need(_("Financing plan"), Stands.THERE, _("You have “%(name)s”.") % {"name": plan.name}, "", *place)


def _signers(initiative: Initiative) -> Need:
    """Two people stand behind what is submitted: who writes, and another who signs along."""
    title, names = _("A second signature"), [str(person) for person in editors_of(initiative)]
    explanation = _("One writes and submits, another signs along. Both are owner or editor of your group.")
    place = (_("To the people of your group"), reverse("initiatives:people", args=[initiative.slug]))
    if len(names) < 2:
        found = _("Only one of you can sign now. Invite somebody as owner or editor.")
        return Need(title, Stands.MISSING, found, explanation, *place)
    return Need(title, Stands.THERE, _("These people can: %(names)s.") % {"names": ", ".join(names)}, explanation)


def _by_step(key: str, initiative: Initiative, milestones: dict[str, Milestone]) -> tuple[Stands, str]:
    """How something stands that comes with a step of the road map: its words are empty when that says nothing."""
    if not key:
        return Stands.MISSING, ""
    found, milestone = step(key), milestones.get(key)
    phase, words = Phase(found.phase), {"step": found.title}
    if milestone is not None and milestone.done_on:
        words["day"] = day(milestone.done_on)
        return Stands.MISSING, _("You reached “%(step)s” on %(day)s, so you can have it.") % words
    if phase.number <= initiative.current_phase.number:
        return Stands.MISSING, _("It comes with the step “%(step)s”, which is not done yet.") % words
    words |= {"phase": phase.label, "now": initiative.current_phase.label}
    return Stands.LATER, _("It comes with “%(step)s”, in the phase “%(phase)s”. You are in “%(now)s”.") % words


def _decision_term(version: SchemeVersion) -> str:
    """When the decision comes, counted from what."""
    weeks = version.decision_weeks
    if version.decision_from == SchemeVersion.DecisionFrom.CLOSING:
        words = ngettext(
            "You get a decision within %(weeks)s week after the window closes, on %(day)s.",
            "You get a decision within %(weeks)s weeks after the window closes, on %(day)s.",
            weeks,
        )
        return words % {"weeks": weeks, "day": day(version.closes_at)}
    words = ngettext(
        "You get a decision within %(weeks)s week after we receive it.",
        "You get a decision within %(weeks)s weeks after we receive it.",
        weeks,
    )
    return words % {"weeks": weeks}
