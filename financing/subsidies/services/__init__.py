"""Every change to applications, by who makes it."""

from financing.subsidies.services.applying import (
    co_sign,
    start_application,
    submit_application,
    withdraw_application,
)
from financing.subsidies.services.budgeting import (
    ActivityInput,
    AidInput,
    BudgetInput,
    IncomeInput,
    save_activities,
    save_advance,
    save_aid,
    save_budget,
    take_over_plan_lines,
)
from financing.subsidies.services.deciding import assess, declare_interest, draft_decision, sign_decision
from financing.subsidies.services.drafting import (
    add_required_document,
    choose_plan,
    remove_required_document,
    save_answers,
)
from financing.subsidies.services.drafts import StaleDraftError

__all__ = [
    "ActivityInput",
    "AidInput",
    "BudgetInput",
    "IncomeInput",
    "StaleDraftError",
    "add_required_document",
    "assess",
    "choose_plan",
    "co_sign",
    "declare_interest",
    "draft_decision",
    "remove_required_document",
    "save_activities",
    "save_advance",
    "save_aid",
    "save_answers",
    "save_budget",
    "sign_decision",
    "start_application",
    "submit_application",
    "take_over_plan_lines",
    "withdraw_application",
]
