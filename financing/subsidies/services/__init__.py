"""Every change to applications, by who makes it."""

from financing.subsidies.services.applying import (
    BudgetInput,
    add_required_document,
    choose_plan,
    co_sign,
    save_answers,
    save_budget,
    start_application,
    submit_application,
    withdraw_application,
)
from financing.subsidies.services.deciding import (
    ask_view,
    draft_decision,
    draft_leaving_out,
    give_view,
    send_back,
    sign_decision,
)
from financing.subsidies.services.dossiers import assign, remove_view, save_view, send_message, write_note
from financing.subsidies.services.later_decisions import drop_later_draft, sign_later_decision
from financing.subsidies.services.objections import (
    draft_objection_decision,
    draft_penalty,
    give_default_notice,
    object_to,
    postpone_objection,
    prepare_objection,
    record_hearing,
    withdraw_objection,
)
from financing.subsidies.services.payments import mark_paid, order_payment
from financing.subsidies.services.remedies import complete_application, request_remedy
from financing.subsidies.services.reviewing import assess, assign_reviewers, declare_interest, take_up
from financing.subsidies.services.settlement import (
    CostInput,
    ask_change,
    draft_amendment,
    draft_recovery,
    draft_settlement,
    submit_report,
)
from financing.subsidies.services.terms import answer_consent, ask_consent, extend_term, give_notice

__all__ = [
    "BudgetInput",
    "CostInput",
    "add_required_document",
    "answer_consent",
    "ask_change",
    "ask_consent",
    "ask_view",
    "assess",
    "assign",
    "assign_reviewers",
    "choose_plan",
    "co_sign",
    "complete_application",
    "declare_interest",
    "draft_amendment",
    "draft_decision",
    "draft_leaving_out",
    "draft_objection_decision",
    "draft_penalty",
    "draft_recovery",
    "draft_settlement",
    "drop_later_draft",
    "extend_term",
    "give_default_notice",
    "give_notice",
    "give_view",
    "mark_paid",
    "object_to",
    "order_payment",
    "postpone_objection",
    "prepare_objection",
    "record_hearing",
    "remove_view",
    "request_remedy",
    "save_answers",
    "save_budget",
    "save_view",
    "send_back",
    "send_message",
    "sign_decision",
    "sign_later_decision",
    "start_application",
    "submit_application",
    "submit_report",
    "take_up",
    "withdraw_application",
    "withdraw_objection",
    "write_note",
]
