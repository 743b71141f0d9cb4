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
from financing.subsidies.services.schemes import (
    create_next_version,
    create_scheme,
    propose_scheme,
    publish_scheme,
    remove_condition,
    remove_scheme_draft,
    return_scheme,
    save_condition,
    save_scheme_section,
)

__all__ = [
    "BudgetInput",
    "add_required_document",
    "assess",
    "choose_plan",
    "co_sign",
    "create_next_version",
    "create_scheme",
    "declare_interest",
    "draft_decision",
    "propose_scheme",
    "publish_scheme",
    "remove_condition",
    "remove_scheme_draft",
    "return_scheme",
    "save_answers",
    "save_budget",
    "save_condition",
    "save_scheme_section",
    "sign_decision",
    "start_application",
    "submit_application",
    "withdraw_application",
]
