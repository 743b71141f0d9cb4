"""What the audit trail calls what is done in the coaching."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions(
        {
            "pilots.create_programme": _("made a programme"),
            "pilots.change_programme": _("changed a programme"),
            "pilots.select_pilot": _("made an initiative a pilot"),
            "pilots.end_programme": _("ended a programme"),
            "pilots.save_call": _("wrote a call"),
            "pilots.publish_call": _("published a call"),
            "pilots.invite_to_apply": _("asked a group to apply"),
            "pilots.start_intake": _("began an application for a programme"),
            "pilots.submit_intake": _("submitted an application for a programme"),
            "pilots.withdraw_intake": _("withdrew an application for a programme"),
            "pilots.score_intake": _("scored an application for a programme"),
            "pilots.strike_score": _("struck out a score of somebody with an interest"),
            "pilots.save_selection": _("changed a draft of a selection"),
            "pilots.make_selection": _("made a selection"),
            "pilots.take_from_reserve": _("gave a place to the first of the reserve list"),
            "pilots.assign_advisor": _("assigned an advisor"),
            "pilots.hand_over": _("handed a pilot over"),
            "pilots.end_assignment": _("ended the part of an advisor"),
            "pilots.set_goal": _("set a goal for a pilot"),
            "pilots.check_goal": _("looked how it stands with a goal"),
            "pilots.record_contact": _("recorded a contact with a party"),
            "pilots.ask_for_coach": _("asked for an advisor"),
            "pilots.plan_session": _("planned a session"),
            "pilots.move_session": _("changed a planned session"),
            "pilots.cancel_session": _("cancelled a planned session"),
            "pilots.renew_calendar": _("took another address for the own calendar"),
            "pilots.record_session": _("recorded a session"),
            "pilots.write_message": _("wrote a message in the thread of a pilot"),
            "pilots.open_bottleneck": _("recorded a bottleneck"),
            "pilots.change_bottleneck": _("changed a bottleneck"),
            "pilots.try_measure": _("recorded what was tried"),
            "pilots.resolve_bottleneck": _("recorded that a bottleneck is solved"),
            "pilots.take_cohort_along": _("took figures of pilots along"),
            "pilots.plan_round": _("planned a round of questions"),
            "pilots.move_round": _("gave a round of questions another last day"),
            "pilots.close_round": _("closed a round of questions early"),
            "pilots.answer_evaluation": _("answered questions about a pilot"),
            "pilots.judge_text": _("read a text without a name"),
            "pilots.write_lesson": _("wrote a lesson"),
            "pilots.change_lesson": _("changed a lesson"),
            "pilots.offer_lesson": _("asked for approval of a lesson"),
            "pilots.approve_lesson": _("approved a lesson"),
            "pilots.return_lesson": _("sent a lesson back"),
            "pilots.withdraw_lesson": _("withdrew a lesson"),
            "pilots.add_model": _("added a model document"),
            "pilots.add_model_version": _("added a newer version of a model document"),
            "pilots.correct_model_version": _("corrected a version of a model document"),
            "pilots.approve_model_version": _("approved a version of a model document"),
            "pilots.return_model_version": _("sent a version of a model document back"),
            "pilots.withdraw_model_version": _("withdrew a version of a model document"),
            "pilots.merge_measures": _("joined two spellings of a measure"),
            "pilots.end_pilot": _("ended the coaching"),
        }
    )
