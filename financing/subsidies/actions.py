"""What the audit trail calls what is done in the subsidies."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values
from financing.subsidies.procedure.steps.order import STEPS


def register() -> None:
    """The words of a step stand in its class (`procedure/steps`); here is what is done on other pages."""
    for step in STEPS:
        name_actions(vars(type(step)).get("trail", {}))
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
            "subsidies.ask_to_sign": _("asked somebody to sign the application along"),
            "subsidies.co_sign": _("signed the application along"),
            "subsidies.lapse_signature": _("noted that the second signature does not count any more"),
            "subsidies.submit": _("submitted the application"),
            "subsidies.withdraw": _("withdrew the application"),
            "subsidies.create_scheme": _("began a scheme"),
            "subsidies.next_version": _("began a next version of the scheme"),
            "subsidies.save_scheme": _("changed the scheme"),
            "subsidies.save_condition": _("wrote a condition of the scheme"),
            "subsidies.remove_condition": _("took a condition of the scheme away"),
            "subsidies.propose_scheme": _("put the scheme up for approval"),
            "subsidies.return_scheme": _("sent the scheme back"),
            "subsidies.publish_scheme": _("approved and published the scheme"),
            "subsidies.remove_scheme": _("threw the draft of a scheme away"),
            "subsidies.take_over": _("took the application over"),
            "subsidies.order_payment": _("ordered a payment"),
            "subsidies.mark_paid": _("noted that it was paid"),
            "subsidies.assign": _("gave the application to somebody"),
            "subsidies.draw_seed": _("drew the seed for the lots"),
            "subsidies.announce_lots": _("announced who draws the seed of the lots"),
            "subsidies.enter_seed": _("entered a seed that was drawn outside"),
            "subsidies.record_allocation": _("recorded how the money is divided"),
            "subsidies.adopt_allocation": _("adopted how the money is divided"),
            "subsidies.enter_account": _("entered the bank account"),
            "subsidies.check_account": _("checked the bank account"),
            "subsidies.make_batch": _("made a payment file"),
            "subsidies.drop_batch": _("threw a payment file away"),
            "subsidies.approve_batch": _("approved a payment file"),
            "subsidies.download_batch": _("downloaded a payment file"),
            "subsidies.take_queue_along": _("took the work queue along"),
            "subsidies.set_retention": _("said how long the dossiers of the scheme are kept"),
            "subsidies.take_archive_list_along": _("took the list of closed dossiers along"),
            "subsidies.take_plan_along": _("took the plan along as it was submitted"),
            "subsidies.confirm_batch": _("noted what the bank paid"),
            "subsidies.draw_up_loan": _("drew the loan up"),
            "subsidies.sign_loan": _("signed the loan"),
            "subsidies.take_up_loan": _("entered a part of the loan that was taken up"),
            "subsidies.enter_loan_repayment": _("entered what came back of the loan"),
            "subsidies.reverse_entry": _("reversed an entry in the ledger"),
        }
    )
    name_values(
        "subsidies",
        {
            "account_name": _("in the name of"),
            "activities": _("what you will do"),
            "applicant": _("applicant"),
            "asked": _("asked"),
            "assessed_by": _("assessed by"),
            "because": _("reason"),
            "category": _("category"),
            "code": _("number of the category"),
            "changed": _("changed"),
            "contact_name": _("who can be asked"),
            "contact_phone": _("phone number"),
            "contribution": _("what it contributes"),
            "declared": _("said whether there was other aid"),
            "document": _("the scheme as a document"),
            "entry": _("entry in the ledger"),
            "fate": _("what becomes of the dossiers"),
            "from": _("begun from version"),
            "income": _("what comes in"),
            "kvk_number": _("KVK number"),
            "lines": _("lines of the budget"),
            "message": _("message"),
            "needs": _("money needed, by quarter"),
            "payments": _("payments"),
            "project": _("project"),
            "reviewers": _("reviewers"),
            "rows": _("rows"),
            "run": _("calculation of the round"),
            "scores": _("scores"),
            "signed_by": _("signed by"),
            "source": _("selection list"),
            "total": _("total"),
            "vat": _("VAT"),
            "wanted": _("wants an advance"),
            "years": _("years after closing"),
        },
    )
