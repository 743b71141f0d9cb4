"""Addresses of the policy lab."""

from django.urls import path

from financing.lab.views import consents, portfolios

app_name = "lab"

PLAN = "initiatives/<slug:slug>/plans/<int:pk>/"
LAB = "ministry/lab/"

urlpatterns = [
    path(f"{PLAN}policy-lab/", consents.consent, name="consent"),
    path(f"{PLAN}policy-lab/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path(f"{LAB}portfolios/", portfolios.portfolio_list, name="portfolios"),
    path(f"{LAB}portfolios/new/", portfolios.new_portfolio, name="new_portfolio"),
    path(f"{LAB}portfolios/<int:pk>/", portfolios.portfolio, name="portfolio"),
]
