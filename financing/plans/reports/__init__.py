"""What a financing plan can be taken along as: a PDF, and a spreadsheet that calculates."""

from coophub.reports.registry import add_kinds
from financing.plans.reports import plan, spreadsheet
from financing.plans.reports.plan import PLAN, parameters_of
from financing.plans.reports.spreadsheet import WORKBOOK

__all__ = ["PLAN", "WORKBOOK", "parameters_of", "register"]


def register() -> None:
    add_kinds(plan.KIND, spreadsheet.KIND)
