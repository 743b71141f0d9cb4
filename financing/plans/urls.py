"""Addresses of financing plans."""

from django.urls import path

from financing.plans.views import homes_import, norms, plans, results, sharing, versions, workbook

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"
PLAN = f"{GROUP}<int:pk>/"

urlpatterns = [
    path("schemas/plan-1.json", plans.schema, name="schema"),
    path("shared-plans/<str:token>/", sharing.shared, name="shared"),
    path("norms/", norms.norms, name="norms"),
    path("norms/new/", norms.add_norms, name="add_norms"),
    path("norms/<int:pk>/", norms.norm_set, name="norm_set"),
    path(GROUP, plans.plans, name="list"),
    path(f"{GROUP}new/", plans.new, name="new"),
    path(f"{GROUP}load/", plans.load, name="load"),
    path(f"{GROUP}compare/", versions.compare, name="compare"),
    path(PLAN, results.detail, name="detail"),
    path(f"{PLAN}figures/", results.figures, name="figures"),
    path(f"{PLAN}affordability/", results.affordability, name="affordability"),
    path(f"{PLAN}versions/", versions.versions, name="versions"),
    path(f"{PLAN}versions/<int:number>/", versions.version, name="version"),
    path(f"{PLAN}versions/<int:number>/pdf/", versions.version_report, name="version_report"),
    path(f"{PLAN}scenarios/", versions.keep_scenario, name="keep_scenario"),
    path(f"{PLAN}scenarios/<int:scenario_pk>/", versions.scenario, name="scenario"),
    path(f"{PLAN}scenarios/<int:scenario_pk>/remove/", versions.remove_scenario, name="remove_scenario"),
    path(f"{PLAN}links/", sharing.links, name="links"),
    path(f"{PLAN}links/<int:link_pk>/withdraw/", sharing.revoke_link, name="revoke_link"),
    path(f"{GROUP}<int:pk>/document.json", plans.export, name="export"),
    path(f"{GROUP}<int:pk>/result.json", plans.result, name="result"),
    path(f"{PLAN}pdf/", results.report, name="report"),
    path(f"{PLAN}workbook/", workbook.workbook, name="workbook"),
    path(f"{PLAN}homes-import/", homes_import.homes_import, name="homes_import"),
    path(f"{PLAN}homes-import/example.xlsx", homes_import.example, name="homes_example"),
    path(f"{GROUP}<int:pk>/remove/", plans.remove, name="remove"),
    path(f"{GROUP}<int:pk>/<slug:section>/", plans.section, name="section"),
]
