"""What the pages on which a group writes its application show: how each part stands, what is missing where, and what is
next.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import documents_of, latest_version
from coophub.web import clock
from coophub.web.formats import euro_cents
from coophub.web.timeline import DONE, NEXT, NOW, Event, with_today
from financing.subsidies.applications.completeness import missing_from, remarks_on
from financing.subsidies.applications.parts.budget import BUDGET, budget_totals
from financing.subsidies.applications.parts.findings import Missing, Remark, SectionFigure
from financing.subsidies.applications.parts.plan import PLAN
from financing.subsidies.applications.plan_lines import ChangedLine, PlanLine, changed_since, plan_lines_of
from financing.subsidies.applications.sections import (
    BY_SLUG,
    CONDITIONS,
    DOCUMENTS,
    SIGNATURE,
    TITLES,
    page_of,
    page_title,
    pages_of,
    sections_of,
)
from financing.subsidies.applications.wanted_documents import WantedDocument, likeliest, wanted_documents
from financing.subsidies.law.budget import RECOVERABLE
from financing.subsidies.models import Application, Signature, State
from financing.subsidies.procedure.may.applying import why_not_ask_again, why_not_ask_to_sign, why_not_co_sign
from financing.subsidies.procedure.may.roles import why_not_write
from financing.subsidies.procedure.signing import APPLICATION, ToSign, application_to_sign, co_signature
from financing.subsidies.selectors.signing import changes_since, sentences_of
from initiatives.models import Initiative
from initiatives.selectors.board import board_terms_of, by_membership
from initiatives.selectors.people import editors_of, memberships_of


@dataclass(frozen=True)
class Link:
    """A sentence and where to go for it; without an address there is nowhere to go."""

    sentence: str
    url: str = ""


@dataclass(frozen=True)
class SectionProgress:
    """One part of the application: what is missing in it, each thing with the address of its field."""

    slug: str
    title: str
    url: str
    missing: list[Link]
    remarks: list[Link]
    changed_by: str
    changed_at: dt.datetime | None

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class PageProgress:
    """One page of the application, with its parts."""

    slug: str
    number: int
    title: str
    url: str
    sections: list[SectionProgress]

    @property
    def missing(self) -> list[Link]:
        return [link for section in self.sections for link in section.missing]

    @property
    def is_complete(self) -> bool:
        return all(section.is_complete for section in self.sections)


@dataclass(frozen=True)
class Wizard:
    """A draft as a whole."""

    pages: list[PageProgress]
    conditions: list[Link]
    """Conditions of the scheme that are not met."""
    is_signed: bool
    missing: list[Missing]
    next: Link
    """The one thing to do now."""

    @property
    def sections(self) -> list[SectionProgress]:
        return [section for page in self.pages for section in page.sections]

    @property
    def done(self) -> int:
        return sum(page.is_complete for page in self.pages)

    @property
    def total(self) -> int:
        return len(self.pages)

    @property
    def missing_count(self) -> int:
        return sum(len(section.missing) for section in self.sections) + len(self.conditions)

    @property
    def is_filled_in(self) -> bool:
        return self.missing_count == 0

    def section(self, slug: str) -> SectionProgress | None:
        return next((section for section in self.sections if section.slug == slug), None)

    def page(self, slug: str) -> PageProgress | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def after(self, slug: str) -> PageProgress | None:
        """The next page on which something is missing."""
        here = next(page.number for page in self.pages if page.slug == slug)
        return next((page for page in self.pages[here:] if page.missing), None)


@dataclass(frozen=True)
class SectionSums:
    """What follows from what is filled in in a part."""

    figures: list[SectionFigure]
    rest: Decimal | None
    """What nobody pays yet."""
    plan_changes: list[ChangedLine]
    can_take_over: bool
    """Whether there is a plan that costs can come from."""


@dataclass(frozen=True)
class DocumentOnList:
    """A document that is wanted, with what the group added."""

    wanted: WantedDocument
    document: Document | None
    latest: DocumentVersion | None
    likeliest: Document | None
    """Which of the group's own documents it probably is."""


@dataclass(frozen=True)
class Signer:
    """Somebody of the group who can sign along, when that person was asked to, and whether you can ask now."""

    person: User
    asked_at: dt.datetime | None
    can_be_asked: bool


@dataclass(frozen=True)
class Signing:
    """Who signs along, and what became of an earlier signature."""

    changed_by: User | None
    signers: list[Signer]
    members: str
    """Who is in the group now, each with the role and what they do in the board."""
    to_sign: ToSign
    """Everything that would be frozen now."""
    signature: Signature | None
    """The one that counts."""
    lapsed: Signature | None
    """The last one that was given, when it does not count any more."""
    changes: list[str]
    """What is different since that one."""


@dataclass(frozen=True)
class LineToTakeOver:
    """A line of the plan's investment by the key of its row, and whether the budget has it already."""

    key: str
    name: str
    note: str
    category: str


def page_url(application: Application, page: str) -> str:
    where = [application.initiative.slug, application.pk]
    if page == DOCUMENTS:
        return reverse("subsidies:documents", args=where)
    return reverse("subsidies:section", args=[*where, page])


def section_url(application: Application, section: str, field: str = "") -> str:
    """Where a part stands on its page, or a field of it."""
    anchor = field or f"part-{section}"
    return f"{page_url(application, page_of(section))}#{anchor}"


def fact_url(initiative: Initiative, fact: str, application: Application | None = None) -> str:
    """Where a group changes the fact that a condition is about; its plan, where there is an application, is the chosen
    one.
    """
    slug = initiative.slug
    if fact.startswith("plan_"):
        return section_url(application, PLAN, "id_plan") if application else reverse("plans:list", args=[slug])
    if fact == "phase":
        return reverse("initiatives:roadmap", args=[slug])
    if fact == "members":
        return reverse("initiatives:people", args=[slug])
    field = "kvk_number" if fact == "has_kvk_number" else fact
    return reverse("initiatives:profile", args=[slug]) + (f"#id_{field}" if field else "")


def fact_link(initiative: Initiative, fact: str) -> Link:
    """The same before there is an application, with the name of the place."""
    places = {
        "initiatives:roadmap": _("To your road map"),
        "initiatives:people": _("To the people of your group"),
        "initiatives:profile": _("Change your profile"),
        "plans:list": _("To your plans"),
    }
    url = fact_url(initiative, fact)
    return Link(places[resolve(url.partition("#")[0]).view_name], url)


def page_of_documents(application: Application, user: User) -> str:
    """Where somebody finds the documents of an application: the ministry in its dossier, the group on its own page."""
    if user.has_perm("subsidies.view_dossier", application):
        return reverse("subsidies:dossier", args=[application.pk]) + "?tab=documents"
    page = "documents" if application.state == State.DRAFT else "application"
    return reverse(f"subsidies:{page}", args=[application.initiative.slug, application.pk])


def check_url(application: Application) -> str:
    return reverse("subsidies:check", args=[application.initiative.slug, application.pk])


def wizard_of(application: Application, user: User | None = None) -> Wizard:
    """How a draft stands. `user` decides what is next: who wrote last does not sign along."""
    missing, remarks = missing_from(application), remarks_on(application)
    names = _names_of_changers(application)
    pages = [
        PageProgress(
            slug=page,
            number=number,
            title=page_title(page, parts),
            url=page_url(application, page),
            sections=[
                SectionProgress(
                    slug=slug,
                    title=str(TITLES[slug]),
                    url=section_url(application, slug),
                    missing=[_link(application, item) for item in missing if item.section == slug],
                    remarks=[_link(application, item) for item in remarks if item.section == slug],
                    changed_by=names.get(application.section_changes.get(slug, {}).get("by"), ""),
                    changed_at=_moment(application, slug),
                )
                for slug in parts
            ],
        )
        for number, (page, parts) in enumerate(pages_of(application.scheme_version).items(), start=1)
    ]
    conditions = [
        Link(item.sentence, fact_url(application.initiative, item.fact, application))
        for item in missing
        if item.section == CONDITIONS
    ]
    is_signed = not any(item.section == SIGNATURE for item in missing)
    following = _next(application, pages, conditions, missing, is_signed, user)
    return Wizard(pages, conditions, is_signed, missing, following)


def _next(
    application: Application,
    pages: list[PageProgress],
    conditions: list[Link],
    missing: list[Missing],
    is_signed: bool,
    user: User | None,
) -> Link:
    for page in pages:
        if page.missing:
            return Link(_("Go on with: %(part)s") % {"part": page.title}, page.missing[0].url)
    if conditions:
        return Link(_("See which condition is not met"), conditions[0].url)
    if is_signed:
        return Link(_("Check and submit"), check_url(application))
    if user is not None and why_not_co_sign(application, missing, user) is None:
        return Link(_("Check and sign along"), check_url(application))
    is_asked = application.signature_requests.exists()
    words = _("Check, and see who signs along") if is_asked else _("Check, and ask somebody to sign along")
    return Link(words, check_url(application))


def _link(application: Application, item: Missing | Remark) -> Link:
    return Link(item.sentence, section_url(application, item.section, item.field))


def _names_of_changers(application: Application) -> dict[int, str]:
    people = User.objects.filter(pk__in={change["by"] for change in application.section_changes.values()})
    return {person.pk: str(person) for person in people}


def _moment(application: Application, section: str) -> dt.datetime | None:
    change = application.section_changes.get(section)
    return dt.datetime.fromisoformat(change["at"]) if change else None


def sums_of_section(application: Application, section: str) -> SectionSums:
    """The figures of a part, and what its plan and its budget still ask."""
    is_budget = section == BUDGET
    return SectionSums(
        figures=BY_SLUG[section].figures(application),
        rest=rest_to_pay(application) if is_budget else None,
        plan_changes=changes_of_the_plan(application) if is_budget else [],
        can_take_over=section == PLAN
        and application.plan is not None
        and BUDGET in sections_of(application.scheme_version),
    )


def rest_to_pay(application: Application) -> Decimal | None:
    """What nobody pays yet, once it is known what is asked; None when nothing is left."""
    totals = budget_totals(application)
    return totals.difference if totals.asked and totals.difference > 0 else None


def document_list(application: Application) -> list[DocumentOnList]:
    """Each document that is wanted, with the one the group added."""
    present = {document.category: document for document in documents_of(application)}
    own = list(documents_of(application.initiative))
    return [
        DocumentOnList(
            wanted, found := present.get(wanted.slug), latest_version(found) if found else None, likeliest(wanted, own)
        )
        for wanted in wanted_documents(application.scheme_version)
    ]


def signing_of(application: Application, missing: list[Missing], user: User) -> Signing:
    """Who wrote last, who can sign along what, whom `user` can ask to, and what became of an earlier signature."""
    signature = co_signature(application)
    lapsed = (
        application.signatures.filter(draft=APPLICATION).select_related("signed_by").last()
        if signature is None
        else None
    )
    writer, to_sign = application.changed_by, application_to_sign(application)
    requests = list(application.signature_requests.all())
    asked = {(item.asked_id, item.sha256): item.asked_at for item in requests}
    may_write = why_not_write(application, user) is None
    return Signing(
        changed_by=writer,
        signers=[
            Signer(
                person,
                asked.get((person.pk, to_sign.seal)),
                may_write
                and why_not_ask_to_sign(application, missing, person, user) is None
                and why_not_ask_again(person, requests, clock.today()) is None,
            )
            for person in editors_of(application.initiative)
            if person != writer
        ],
        members=_members_in_words(application.initiative),
        to_sign=to_sign,
        signature=signature,
        lapsed=lapsed,
        changes=sentences_of(changes_since(lapsed, application)) if lapsed is not None else [],
    )


def _members_in_words(initiative: Initiative) -> str:
    """Who is in a group now, each with the role and what they do in the board."""
    in_board = by_membership(board_terms_of(initiative))
    return ", ".join(
        f"{member.user} ({', '.join(filter(None, [member.role_name, in_board[member.pk].words]))})"
        for member in memberships_of(initiative)
    )


def lines_to_take_over(application: Application) -> list[LineToTakeOver]:
    """The lines of the chosen plan, with what they cost and the kind of cost they have in the budget already."""
    if application.plan is None:
        return []
    present = {line.plan_row: line for line in application.budget_lines.all() if line.plan_row}
    without_vat = _without_vat(application)
    found = []
    for line in plan_lines_of(application.plan):
        amount = line.amount(without_vat=without_vat)
        if amount <= 0:
            continue
        row = present.get(line.key)
        found.append(
            LineToTakeOver(
                key=line.key,
                name=line.name,
                note=_take_over_note(line, amount, taken=row is not None, without_vat=without_vat),
                category=row.category if row else "",
            )
        )
    return found


def _take_over_note(line: PlanLine, amount: Decimal, *, taken: bool, without_vat: bool) -> str:
    words = _("%(amount)s without VAT") if without_vat else _("%(amount)s with VAT")
    sentence = words % {"amount": euro_cents(amount)}
    return (
        _("%(amount)s. It is in your budget already, and gets this amount.") % {"amount": sentence}
        if taken
        else sentence
    )


def changes_of_the_plan(application: Application) -> list[ChangedLine]:
    """Which costs came from a plan that says something else now."""
    return changed_since(application.plan, application.budget_lines.all(), without_vat=_without_vat(application))


def _without_vat(application: Application) -> bool:
    return bool(application.answers.get(BUDGET, {}).get("vat") == RECOVERABLE)


def what_happens_next(application: Application) -> list[Event]:
    """From receipt to decision, as the group reads it on its receipt."""
    is_new = application.state == State.SUBMITTED
    return with_today(
        [
            Event(
                clock.day_of(application.submitted_at),
                _("Application received"),
                DONE,
                _("your group"),
                _("The receipt is a letter. You find it with your application, as a PDF."),
            ),
            Event(
                None,
                _("Looking whether it is complete"),
                NOW if is_new else DONE,
                _("the ministry"),
                _(
                    "If something is missing, you get a request with a term. The time until you answer does not "
                    "count for the decision."
                ),
            ),
            Event(
                None,
                _("Assessing"),
                NEXT,
                _("the ministry"),
                _("Somebody who knows nobody of your group looks at the plan. Somebody else decides."),
            ),
            Event(
                application.decide_by,
                _("Decision at the latest"),
                NEXT,
                _("the ministry"),
                _("You get a letter with the decision, the reasons, and how to object."),
            ),
        ]
    )
