"""Addresses of the policy lab."""

from django.urls import path

from financing.lab.views import consents, municipal, portfolios, publishing, runs

app_name = "lab"

PLAN = "initiatives/<slug:slug>/plans/<int:pk>/"
LAB = "ministry/lab/"
ONE_RUN = f"{LAB}runs/<int:pk>/"

urlpatterns = [
    path(f"{PLAN}policy-lab/", consents.consent, name="consent"),
    path(f"{PLAN}policy-lab/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path(LAB, runs.lab, name="runs"),
    path(f"{LAB}portfolios/", portfolios.portfolio_list, name="portfolios"),
    path(f"{LAB}portfolios/new/", portfolios.new_portfolio, name="new_portfolio"),
    path(f"{LAB}portfolios/<int:pk>/", portfolios.portfolio, name="portfolio"),
    path(f"{LAB}portfolios/<int:pk>/ask/", runs.new_run, name="new_run"),
    path(ONE_RUN, runs.run, name="run"),
    path(f"{ONE_RUN}cancel/", runs.cancel_run, name="cancel_run"),
    path(f"{ONE_RUN}resume/", runs.resume_run, name="resume_run"),
    path(f"{ONE_RUN}pdf/", runs.run_pdf, name="run_pdf"),
    path(f"{ONE_RUN}compare/<int:other>/", runs.compare_runs, name="compare_runs"),
    path(f"{ONE_RUN}publish/", publishing.publish_run, name="publish_run"),
    path(f"{ONE_RUN}publish/withdraw/", publishing.withdraw_publication, name="withdraw_publication"),
    path(f"{ONE_RUN}scheme/", publishing.take_over_run, name="take_over_run"),
    path("what-helps-most/", publishing.public_runs, name="public_runs"),
    path("municipality-links/<str:token>/what-helps/", municipal.municipality, name="municipality"),
    path("what-helps-most/<int:pk>/", publishing.public_run, name="public_run"),
]
