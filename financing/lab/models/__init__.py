"""The policy lab: what groups allow, portfolios of plans, and runs over them."""

from financing.lab.models.consent import LabConsent
from financing.lab.models.portfolio import KeptPlan, KeptPortfolio
from financing.lab.models.run import PolicyRun, PublishedRun, RunPart

__all__ = ["KeptPlan", "KeptPortfolio", "LabConsent", "PolicyRun", "PublishedRun", "RunPart"]
