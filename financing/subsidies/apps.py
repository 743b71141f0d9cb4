"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "financing.subsidies"
    verbose_name = _("Subsidies")

    def ready(self) -> None:
        from coophub.audit.actions import name_actions
        from financing.subsidies import personal_data
        from financing.subsidies.papers.reports import register_reports

        personal_data.register()
        register_reports()
        name_actions(
            {
                "subsidies.start": _("started an application"),
                "subsidies.save": _("changed the application"),
                "subsidies.save_budget": _("changed the budget"),
                "subsidies.save_activities": _("changed the activities of the application"),
                "subsidies.save_aid": _("changed the declaration of state aid"),
                "subsidies.save_advance": _("changed when the money is needed"),
                "subsidies.take_over_plan_lines": _("took costs over from the financing plan"),
                "subsidies.choose_plan": _("chose a financing plan"),
                "subsidies.co_sign": _("signed the application along"),
                "subsidies.submit": _("submitted the application"),
                "subsidies.withdraw": _("withdrew the application"),
                "subsidies.declare_interest": _("declared whether there is an interest"),
                "subsidies.take_up": _("took the application up"),
                "subsidies.assess": _("assessed the application"),
                "subsidies.draft_decision": _("drafted the decision"),
                "subsidies.sign_decision": _("signed the decision"),
                "subsidies.create_scheme": _("began a scheme"),
                "subsidies.next_version": _("began a next version of the scheme"),
                "subsidies.save_scheme": _("changed the scheme"),
                "subsidies.save_condition": _("wrote a condition of the scheme"),
                "subsidies.remove_condition": _("took a condition of the scheme away"),
                "subsidies.propose_scheme": _("put the scheme up for approval"),
                "subsidies.return_scheme": _("sent the scheme back"),
                "subsidies.publish_scheme": _("approved and published the scheme"),
                "subsidies.remove_scheme": _("threw the draft of a scheme away"),
                "subsidies.request_remedy": _("asked to complete the application"),
                "subsidies.complete": _("completed the application"),
                "subsidies.take_over": _("took the application over"),
                "subsidies.assign_reviewers": _("asked colleagues to assess"),
                "subsidies.send_back": _("sent the draft decision back"),
                "subsidies.ask_view": _("asked the group for its view"),
                "subsidies.give_view": _("gave the view of the group"),
                "subsidies.extend": _("extended the decision term"),
                "subsidies.give_notice": _("told that the decision will be late"),
                "subsidies.ask_consent": _("asked the group to agree with a later decision"),
                "subsidies.answer_consent": _("answered about a later decision"),
                "subsidies.submit_report": _("asked for settlement with a report"),
                "subsidies.report_progress": _("reported progress"),
                "subsidies.ask_change": _("asked to change the award"),
                "subsidies.ask_advance": _("asked for an advance"),
                "subsidies.decide_advance": _("decided on the advance"),
                "subsidies.draft_later_decision": _("drafted a later decision"),
                "subsidies.drop_later_draft": _("turned a draft down"),
                "subsidies.amend": _("changed the award"),
                "subsidies.settle": _("settled the subsidy as awarded"),
                "subsidies.settle_lower": _("settled the subsidy lower"),
                "subsidies.settle_nil": _("settled the subsidy at nothing"),
                "subsidies.recover": _("reclaimed money"),
                "subsidies.order_payment": _("ordered a payment"),
                "subsidies.mark_paid": _("noted that it was paid"),
                "subsidies.object": _("objected"),
                "subsidies.prepare_objection": _("prepared the objection"),
                "subsidies.postpone_objection": _("postponed the decision on the objection"),
                "subsidies.ask_objection_remedy": _("asked to complete the objection"),
                "subsidies.mend_objection": _("completed the objection"),
                "subsidies.ask_objection_delay": _("asked the group to agree with a later decision on the objection"),
                "subsidies.answer_objection_delay": _("answered about a later decision on the objection"),
                "subsidies.hear_objection": _("kept the report of the hearing"),
                "subsidies.uphold": _("let the decision stand after the objection"),
                "subsidies.revise": _("revised the decision after the objection"),
                "subsidies.declare_inadmissible": _("declared the objection inadmissible"),
                "subsidies.withdraw_objection": _("withdrew the objection"),
                "subsidies.revise_to_award": _("awarded the application after the objection"),
                "subsidies.revise_to_part": _("changed the award after the objection"),
                "subsidies.give_default_notice": _("gave notice of default"),
                "subsidies.set_penalty": _("set the penalty"),
                "subsidies.assign": _("gave the application to somebody"),
                "subsidies.send_message": _("sent a message"),
                "subsidies.draw_seed": _("drew the seed for the lots"),
                "subsidies.enter_seed": _("entered a seed that was drawn outside"),
                "subsidies.record_allocation": _("recorded how the money is divided"),
                "subsidies.adopt_allocation": _("adopted how the money is divided"),
                "subsidies.enter_account": _("entered the bank account"),
                "subsidies.check_account": _("checked the bank account"),
                "subsidies.make_batch": _("made a payment file"),
                "subsidies.drop_batch": _("threw a payment file away"),
                "subsidies.approve_batch": _("approved a payment file"),
                "subsidies.confirm_batch": _("noted what the bank paid"),
                "subsidies.draw_up_loan": _("drew the loan up"),
                "subsidies.sign_loan": _("signed the loan"),
                "subsidies.take_up_loan": _("entered a part of the loan that was taken up"),
                "subsidies.enter_loan_repayment": _("entered what came back of the loan"),
                "subsidies.reverse_entry": _("reversed an entry in the ledger"),
            }
        )
