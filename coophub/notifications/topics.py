"""What notices are about, in words by which people choose what they get by e-mail, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeTopic(models.TextChoices):
    ALWAYS = "always", _("What we always send")
    MINE = "mine", _("What is asked of you")
    GROUP = "group", _("What happens in your group")
    DAYS = "days", _("Days that come near")
    COACHING = "coaching", _("Coaching")
    WORK = "work", _("Your work for the ministry, the programmes or the library")


class EmailMoment(models.TextChoices):
    """When a notice comes by e-mail. In CoopHub it always stands at once."""

    AT_ONCE = "at_once", _("At once, each by itself")
    DAILY = "daily", _("Together, at most once a day")
    WEEKLY = "weekly", _("Together, once a week")
    NEVER = "never", _("Not by e-mail")


TO_CHOOSE: list[NoticeTopic] = [topic for topic in NoticeTopic if topic is not NoticeTopic.ALWAYS]

UNLESS_CHOSEN: dict[NoticeTopic, EmailMoment] = dict.fromkeys(TO_CHOOSE, EmailMoment.AT_ONCE)
UNLESS_CHOSEN[NoticeTopic.DAYS] = EmailMoment.DAILY

KINDS = {
    NoticeTopic.MINE: (
        "initiatives_comment",
        "initiatives_mentioned",
        "initiatives_task",
        "webhooks_paused",
    ),
    NoticeTopic.GROUP: (
        "initiatives_enquiry_answered",
        "initiatives_hand_over_accepted",
        "initiatives_hand_over_declined",
        "initiatives_meeting_cancelled",
        "initiatives_meeting_moved",
        "initiatives_meeting_planned",
        "initiatives_member_joined",
        "initiatives_visitor_wrote",
        "subsidies_co_signed",
    ),
    NoticeTopic.DAYS: (
        "subsidies_advance_deadline",
        "subsidies_deadline",
        "subsidies_leaving_out_deadline",
        "subsidies_objection_deadline",
        "subsidies_overdue",
        "subsidies_payment_deadline",
        "subsidies_remedy_deadline",
        "subsidies_report_deadline",
        "subsidies_review_reminder",
        "subsidies_unassigned",
    ),
    NoticeTopic.COACHING: (
        "pilots_assigned",
        "pilots_coach_asked",
        "pilots_evaluation_asked",
        "pilots_evaluation_closed",
        "pilots_evaluation_moved",
        "pilots_evaluation_reminder",
        "pilots_handed_over",
        "pilots_message",
        "pilots_session",
        "pilots_session_cancelled",
        "pilots_session_moved",
        "pilots_session_planned",
    ),
    NoticeTopic.WORK: (
        "initiatives_policy_kept",
        "initiatives_written_to_listed",
        "pilots_guide_approved",
        "pilots_guide_returned",
        "pilots_guide_waits",
        "pilots_lesson_approved",
        "pilots_lesson_returned",
        "pilots_lesson_waits",
        "pilots_model_approved",
        "pilots_model_returned",
        "pilots_model_waits",
        "pilots_report_draft_again",
        "pilots_report_final",
        "pilots_report_offered",
        "pilots_report_removed",
        "subsidies_advance_asked",
        "subsidies_assess_again",
        "subsidies_assigned",
        "subsidies_change_asked",
        "subsidies_completed",
        "subsidies_consent_answered",
        "subsidies_objection",
        "subsidies_objection_delay_answered",
        "subsidies_objection_mended",
        "subsidies_report",
        "subsidies_scheme_returned",
        "subsidies_scheme_to_approve",
        "subsidies_sent_back",
        "subsidies_to_assess",
        "subsidies_to_sign",
        "subsidies_view_given",
    ),
    # Decisions, letters, signatures, money and roles by two, who owns a group, and what is not safe.
    NoticeTopic.ALWAYS: (
        "documents_refused",
        "initiatives_hand_over",
        "initiatives_may_be_shown",
        "initiatives_member_removed",
        "initiatives_new_owner",
        "initiatives_taken_down",
        "pilots_intake_received",
        "pilots_invited_to_apply",
        "pilots_selection_chosen",
        "pilots_selection_made",
        "pilots_selection_not_chosen",
        "pilots_selection_reserve",
        "proposals_confirmed",
        "proposals_to_confirm",
        "proposals_turned_down",
        "subsidies_asked_to_sign",
        "subsidies_decided",
        "subsidies_default_notice",
        "subsidies_letter",
        "subsidies_message",
        "subsidies_received",
        "subsidies_signature_lapsed",
    ),
}
"""Every kind of notice that somebody with an account gets, by what it is about."""

_topics = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}


def topic_of(kind: str) -> NoticeTopic:
    """What a notice is about. What nobody placed is always sent, rather than kept from somebody."""
    return _topics.get(kind, NoticeTopic.ALWAYS)


def moments_for(topic: NoticeTopic) -> list[EmailMoment]:
    """What can be chosen. Days that come near are looked up once a day, so none comes at once."""
    return [moment for moment in EmailMoment if topic is not NoticeTopic.DAYS or moment is not EmailMoment.AT_ONCE]
