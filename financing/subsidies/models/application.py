"""Applications, their states and the steps between them."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from coophub.web import clock
from coophub.web.model_fields import ChangedAtField, DayColumn, MomentColumn
from coophub.web.searching import words_field
from financing.plans.models import Plan
from financing.subsidies.models.applicant import Applicant, applicant_of_draft
from financing.subsidies.models.decided import (
    keeps_holding,
    notes_withdrawal,
    recounts_figures,
    recounts_last_day,
)
from financing.subsidies.models.scheme import EUROS, SchemeVersion, Target
from initiatives.models import Initiative

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """The life of an application, in its order (subsidy procedure, section 3)."""

    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Received")
    REMEDY_REQUESTED = "remedy_requested", _("To be completed")
    COMPLETED = "completed", _("Completed")
    IN_ASSESSMENT = "in_assessment", _("Being assessed")
    ADVISED = "advised", _("Advice given")
    DRAFT_DECISION = "draft_decision", _("Decision being prepared")
    AWARDED = "awarded", _("Awarded")
    PARTLY_AWARDED = "partly_awarded", _("Partly awarded")
    REFUSED = "refused", _("Refused")
    LEFT_OUT = "left_out", _("Left out of consideration")
    REPORT_SUBMITTED = "report_submitted", _("Report received")
    SETTLED = "settled", _("Settled as awarded")
    SETTLED_LOWER = "settled_lower", _("Settled lower")
    SETTLED_NIL = "settled_nil", _("Settled at nothing")
    RECOVERED = "recovered", _("Reclaimed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = [
    State.DRAFT,
    State.SUBMITTED,
    State.REMEDY_REQUESTED,
    State.COMPLETED,
    State.IN_ASSESSMENT,
    State.ADVISED,
    State.DRAFT_DECISION,
]
AT_THE_MINISTRY = UNDECIDED[1:]
BEFORE_ADVICE = UNDECIDED[: UNDECIDED.index(State.ADVISED)]
RUNNING_AWARDS = [State.AWARDED, State.PARTLY_AWARDED, State.REPORT_SUBMITTED]
SETTLED = [State.SETTLED, State.SETTLED_LOWER, State.SETTLED_NIL]


def step(who: str, permission: str, needs: str, changes: str, letter: str = "") -> dict[str, str]:
    """What `docs/developers/procedure-steps.md` says of a transition; `permission` is asked before it is taken."""
    return {"who": who, "permission": permission, "needs": needs, "changes": changes, "letter": letter}


class Application(FSMModelMixin, models.Model):
    """A request for subsidy under one version of a scheme. Only the transitions below change its state."""

    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="applications")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="applications")
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, editable=False)
    words = words_field("number")
    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True)
    target = models.CharField(_("target group"), max_length=20, choices=Target, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    amount_requested = models.DecimalField(_("amount asked"), **EUROS, default=Decimal(0))
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", verbose_name=_("financing plan"))
    revision = models.PositiveIntegerField(default=1)
    section_changes = models.JSONField(_("who changed which part last"), default=dict)
    started_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = MomentColumn(default=clock.now, editable=False)
    updated_at = ChangedAtField()
    submitted_at = MomentColumn(_("received at"), null=True)
    decide_by = DayColumn(_("decide by"), null=True)
    # The database writes it, when the state becomes that (`notes_withdrawal`).
    withdrawn_on = DayColumn(_("withdrawn on"), null=True, editable=False)
    rank_on = DayColumn(_("complete on"), null=True)
    reviewer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewer"))
    assigned_to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to"))

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_version", "initiative"],
                condition=Q(state__in=UNDECIDED),
                name="one_running_application_per_scheme",
            ),
            models.CheckConstraint(condition=Q(amount_requested__gte=0), name="amount_requested_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(number__isnull=False, submitted_at__isnull=False, decide_by__isnull=False),
                name="submitted_application_has_number_and_term",
            ),
        ]
        indexes = [
            # The work queue: what is at the ministry, the most urgent first (selectors.queue.queue).
            models.Index(
                fields=["decide_by", "submitted_at", "id"],
                condition=Q(state__in=AT_THE_MINISTRY),
                name="applications_to_decide",
            ),
            # Everything that was ever submitted, the newest first (selectors.queue.all_applications).
            models.Index(
                fields=["-submitted_at", "-id"], condition=Q(submitted_at__isnull=False), name="applications_by_receipt"
            ),
            # The figures of a version, and what waits in a round, from the index alone (selectors.monitor, .rounds).
            models.Index(
                fields=["scheme_version", "state"],
                include=["id", "target", "initiative", "submitted_at", "decide_by"],
                condition=Q(submitted_at__isnull=False),
                name="applications_of_a_version",
            ),
            # An initiative's own applications (selectors.applications_of).
            models.Index(fields=["initiative", "-created_at"], name="applications_of_initiative"),
            GinIndex(fields=["words"], name="application_words"),
        ]
        triggers = [
            keeps_holding(pgtrigger.Update, pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state")),
            recounts_figures(
                "(OLD.scheme_version_id, OLD.target, OLD.state, OLD.submitted_at, OLD.decide_by)"
                " IS DISTINCT FROM (NEW.scheme_version_id, NEW.target, NEW.state, NEW.submitted_at, NEW.decide_by)",
                key="id",
            ),
            notes_withdrawal(),
            recounts_last_day(
                "(OLD.submitted_at, OLD.withdrawn_on) IS DISTINCT FROM (NEW.submitted_at, NEW.withdrawn_on)",
                key="{row}.id",
            ),
        ]

    def __str__(self) -> str:
        name = self.number or _("Draft")
        return f"{name}: {self.applicant.name}"

    @property
    def applicant(self) -> Applicant:
        """Who applies, as it was submitted; of a draft as it is today. The ministry reads it nowhere else."""
        submission = getattr(self, "submission", None)
        return applicant_of_draft(self.initiative) if submission is None else submission.applicant

    @property
    def is_draft(self) -> bool:
        return bool(self.state == State.DRAFT)

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @transition(
        state,
        source=State.DRAFT,
        target=State.SUBMITTED,
        custom=step(
            "owner or editor of the group who did not sign along",
            "subsidies.change_application",
            needs="inside the window, complete, exactly what was signed along",
            changes="freezes everything by value, gives number and decision date",
            letter="receipt",
        ),
    )
    def submit(self) -> None:
        """Awb 4:1, 4:2."""

    @transition(
        state,
        source=[State.SUBMITTED, State.COMPLETED, State.IN_ASSESSMENT],
        target=State.REMEDY_REQUESTED,
        custom=step(
            "reviewer without an interest",
            "subsidies.request_remedy",
            needs="what is missing, a term",
            changes="suspends the decision term from the next day (Awb 4:15)",
            letter="remedy_request",
        ),
    )
    def request_remedy(self) -> None:
        """Awb 4:5."""

    @transition(
        state,
        source=State.REMEDY_REQUESTED,
        target=State.COMPLETED,
        custom=step(
            "owner or editor of the group",
            "subsidies.change_application",
            needs="an answer to each point, on or after the request",
            changes="freezes the addition by value, ends the suspension, moves the rank date (KB 9)",
            letter="",
        ),
    )
    def complete(self) -> None:
        """Awb 4:5, KB 9."""

    @transition(
        state,
        source=[State.SUBMITTED, State.COMPLETED, State.REMEDY_REQUESTED],
        target=State.IN_ASSESSMENT,
        custom=step(
            "reviewer who declared to have no interest",
            "subsidies.assess_application",
            needs="a declaration; after a remedy request: completed, or its term has passed",
            changes="names the reviewer who leads",
            letter="",
        ),
    )
    def take_up(self) -> None:
        """No more than the table says."""

    @transition(
        state,
        source=State.IN_ASSESSMENT,
        target=State.ADVISED,
        custom=step(
            "reviewer who was asked",
            "subsidies.assess_application",
            needs="a score on every criterion by every reviewer who was asked",
            changes="shows the assessments to everyone at work on it",
            letter="",
        ),
    )
    def advise(self) -> None:
        """No more than the table says."""

    @transition(
        state,
        source=[State.ADVISED, State.DRAFT_DECISION],
        target=State.DRAFT_DECISION,
        custom=step(
            "reviewer without an interest",
            "subsidies.draft_decision",
            needs="amount that fits, reasons; for less than asked a ground and the hearing (Awb 4:7, 4:12)",
            changes="keeps the draft",
            letter="",
        ),
    )
    def draft_decision(self) -> None:
        """A draft may be written again until it is signed."""

    @transition(
        state,
        source=[State.REMEDY_REQUESTED, State.COMPLETED, State.IN_ASSESSMENT, State.DRAFT_DECISION],
        target=State.DRAFT_DECISION,
        custom=step(
            "reviewer without an interest",
            "subsidies.draft_decision",
            needs="a remedy request whose term has passed, or an addition that does not suffice",
            changes="keeps the draft",
            letter="",
        ),
    )
    def draft_leaving_out(self) -> None:
        """Awb 4:5."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.ADVISED,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs="a reason",
            changes="the draft goes back to the reviewer",
            letter="",
        ),
    )
    def send_back(self) -> None:
        """The second pair of eyes says no."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.IN_ASSESSMENT,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs="a reason, for a draft to leave it out",
            changes="the draft goes back to the reviewer",
        ),
    )
    def send_back_unassessed(self) -> None:
        """As `send_back`, for an application that was not assessed yet."""

    @transition(
        state,
        source=[State.ADVISED, State.DRAFT_DECISION],
        target=State.IN_ASSESSMENT,
        custom=step(
            "CoopHub itself",
            "",
            needs="no assessment that still counts: who gave them has an interest (Awb 2:4)",
            changes="asks for a reviewer who leads; a draft goes back",
        ),
    )
    def assess_again(self) -> None:
        """Awb 2:4."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.AWARDED,
        custom=step(
            "decider who neither assessed nor drafted",
            "subsidies.sign_decision",
            needs="a draft of this kind; an award fits the ceilings",
            changes=(
                "takes the amount from the ceilings, plans the advance, sets the terms to object, report and settle"
            ),
            letter="decision",
        ),
    )
    def award(self) -> None:
        """No more than the table says."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.PARTLY_AWARDED,
        custom=step(
            "decider who neither assessed nor drafted",
            "subsidies.sign_decision",
            needs="a draft of this kind; an award fits the ceilings",
            changes="as award, for less than was asked (Awb 4:25)",
            letter="decision",
        ),
    )
    def award_partly(self) -> None:
        """No more than the table says."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.REFUSED,
        custom=step(
            "decider who neither assessed nor drafted",
            "subsidies.sign_decision",
            needs="a draft of this kind; an award fits the ceilings",
            changes="lifts a reservation; sets the term to object",
            letter="decision",
        ),
    )
    def refuse(self) -> None:
        """No more than the table says."""

    @transition(
        state,
        source=State.DRAFT_DECISION,
        target=State.LEFT_OUT,
        custom=step(
            "decider who neither assessed nor drafted",
            "subsidies.sign_decision",
            needs="a draft to leave it out",
            changes="lifts a reservation; sets the term to object",
            letter="decision",
        ),
    )
    def leave_out(self) -> None:
        """Awb 4:5."""

    @transition(
        state,
        source=UNDECIDED,
        target=State.WITHDRAWN,
        custom=step(
            "owner of the group",
            "subsidies.withdraw_application",
            needs="no decision yet",
            changes="lifts a reservation",
            letter="",
        ),
    )
    def withdraw(self) -> None:
        """At any time before the decision."""

    @transition(
        state,
        source=[State.AWARDED, State.PARTLY_AWARDED],
        target=State.REPORT_SUBMITTED,
        custom=step(
            "owner or editor of the group",
            "subsidies.change_application",
            needs="results; from the arrangement's amount on costs and an auditor's statement (KB 24)",
            changes="freezes the report by value, starts the term to settle",
            letter="",
        ),
    )
    def submit_report(self) -> None:
        """Awb 4:44, KB 22 and 24."""

    @transition(
        state,
        source=RUNNING_AWARDS,
        target=State.SETTLED,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs=(
                "a report, or on own motion in the lightest arrangement (KB 16); to lower it a ground (4:46) and "
                "a hearing (4:12)"
            ),
            changes="plans the payment of the rest",
            letter="settlement",
        ),
    )
    def settle(self) -> None:
        """Awb 4:46."""

    @transition(
        state,
        source=RUNNING_AWARDS,
        target=State.SETTLED_LOWER,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs=(
                "a report, or on own motion in the lightest arrangement (KB 16); to lower it a ground (4:46) and "
                "a hearing (4:12)"
            ),
            changes="gives the difference back to the ceilings; plans the rest, or what is to be paid back",
            letter="settlement",
        ),
    )
    def settle_lower(self) -> None:
        """Awb 4:46."""

    @transition(
        state,
        source=RUNNING_AWARDS,
        target=State.SETTLED_NIL,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs=(
                "a report, or on own motion in the lightest arrangement (KB 16); to lower it a ground (4:46) and "
                "a hearing (4:12)"
            ),
            changes="gives everything back to the ceilings; what was paid is to be paid back",
            letter="settlement",
        ),
    )
    def settle_nil(self) -> None:
        """Awb 4:46."""

    @transition(
        state,
        source=SETTLED,
        target=State.RECOVERED,
        custom=step(
            "decider who did not draft",
            "subsidies.sign_decision",
            needs="more paid than settled, or a settlement changed (Awb 4:49); within five years (4:57)",
            changes="plans what the group pays back",
            letter="recovery",
        ),
    )
    def recover(self) -> None:
        """Awb 4:57."""

    @transition(
        state,
        source=[State.PARTLY_AWARDED, State.REFUSED, State.LEFT_OUT],
        target=State.AWARDED,
        custom=step(
            "decider who signed neither this draft nor the first decision",
            "subsidies.sign_decision",
            needs="an objection that was decided as revised (Awb 7:11)",
            changes="takes the difference from the ceilings, plans the payment",
            letter="objection_decision",
        ),
    )
    def revise_to_award(self) -> None:
        """Awb 7:11, 10:3."""

    @transition(
        state,
        source=[State.AWARDED, State.PARTLY_AWARDED, State.REFUSED, State.LEFT_OUT],
        target=State.PARTLY_AWARDED,
        custom=step(
            "decider who signed neither this draft nor the first decision",
            "subsidies.sign_decision",
            needs="an objection that was decided as revised (Awb 7:11)",
            changes="enters the difference in the ledger, plans the payment",
            letter="objection_decision",
        ),
    )
    def revise_to_part(self) -> None:
        """Awb 7:11, 10:3."""


__all__ = [
    "AT_THE_MINISTRY",
    "BEFORE_ADVICE",
    "RUNNING_AWARDS",
    "SETTLED",
    "UNDECIDED",
    "Application",
    "State",
]
