"""What a financing plan can be taken along as: a PDF, and a spreadsheet that calculates. Importing this registers both kinds."""

from financing.plans.reports.plan import PLAN, parameters_of
from financing.plans.reports.workbook import WORKBOOK

__all__ = ["PLAN", "WORKBOOK", "parameters_of"]
