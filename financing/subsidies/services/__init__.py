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
from financing.subsidies.services.deciding import assess, declare_interest, draft_decision, sign_decision

__all__ = [
    "BudgetInput",
    "add_required_document",
    "assess",
    "choose_plan",
    "co_sign",
    "declare_interest",
    "draft_decision",
    "save_answers",
    "save_budget",
    "sign_decision",
    "start_application",
    "submit_application",
    "withdraw_application",
]
