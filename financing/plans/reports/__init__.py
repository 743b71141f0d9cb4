"""What workers make of a financing plan: a PDF, a spreadsheet that calculates, the homes in a
file and their values, the points of a home, what makes a plan close.
"""

from coophub.reports.registry import add_kinds
from financing.plans.reports import homes, levers, plan, points, spreadsheet
from financing.plans.reports.homes import READ_HOMES, READ_VALUES, homes_of_job, values_of_job
from financing.plans.reports.plan import PLAN, parameters_of
from financing.plans.reports.points import POINTS, points_of_job
from financing.plans.reports.spreadsheet import WORKBOOK

__all__ = [
    "PLAN",
    "POINTS",
    "READ_HOMES",
    "READ_VALUES",
    "WORKBOOK",
    "homes_of_job",
    "parameters_of",
    "points_of_job",
    "register",
    "values_of_job",
]


def register() -> None:
    add_kinds(plan.KIND, spreadsheet.KIND, *homes.KINDS, points.KIND, levers.KIND)
