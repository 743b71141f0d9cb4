"""Addresses of financing plans."""

from django.urls import path

from financing.plans.views import calculate, levers, norms, plans, results, risks, schemas, sharing, versions

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"
PRIVATE = "calculate/plan/<str:token>/"
PLAN = f"{GROUP}<int:pk>/"

urlpatterns = [
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
    path("shared-plans/<str:token>/", sharing.shared, name="shared"),
    path("norms/", norms.norms, name="norms"),
    path("norms/new/", norms.add_norms, name="add_norms"),
    path("norms/<int:pk>/", norms.norm_set, name="norm_set"),
    path(GROUP, plans.plans, name="list"),
    path(f"{GROUP}new/", plans.new, name="new"),
    path(f"{GROUP}new/questions/", plans.questions, name="questions"),
    path(f"{GROUP}load/", plans.load, name="load"),
    path(f"{GROUP}compare/", versions.compare, name="compare"),
    path(PLAN, results.detail, name="detail"),
    path(f"{PLAN}figures/", results.figures, name="figures"),
    path(f"{PLAN}levers/", levers.levers, name="levers"),
    path(f"{PLAN}levers/try/", levers.try_drivers, name="try_drivers"),
    path(f"{PLAN}risks/", risks.risks, name="risks"),
    path(f"{PLAN}affordability/", results.affordability, name="affordability"),
    path(f"{PLAN}affordability/points/<int:number>/", results.points, name="points"),
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
    path(f"{GROUP}<int:pk>/remove/", plans.remove, name="remove"),
    path(f"{GROUP}<int:pk>/undo/", plans.undo, name="undo"),
    path(f"{GROUP}<int:pk>/redo/", plans.redo, name="redo"),
    path(f"{GROUP}<int:pk>/restore/", plans.restore, name="restore"),
    path(f"{GROUP}<int:pk>/history/", plans.history, name="history"),
    path(f"{GROUP}<int:pk>/assumptions/", plans.assumptions, name="assumptions"),
    path(f"{GROUP}<int:pk>/<slug:section>/panel/", plans.panel, name="panel"),
    path(f"{GROUP}<int:pk>/<slug:section>/", plans.section, name="section"),
    path("calculate/", calculate.calculate, name="calculate"),
    path("calculate/questions/", calculate.questions, name="calculate_questions"),
    path("calculate/examples/", calculate.examples, name="examples"),
    path("calculate/examples/<slug:slug>/", calculate.example, name="example"),
    path("calculate/examples/<slug:slug>/start/", calculate.start_example, name="start_example"),
    path(PRIVATE, calculate.detail, name="calculation_detail"),
    path(f"{PRIVATE}document.json", calculate.export, name="calculation_export"),
    path(f"{PRIVATE}remove/", calculate.remove, name="calculation_remove"),
    path(f"{PRIVATE}keep/", calculate.keep, name="calculation_keep"),
    path(f"{PRIVATE}undo/", calculate.undo, name="calculation_undo"),
    path(f"{PRIVATE}redo/", calculate.redo, name="calculation_redo"),
    path(f"{PRIVATE}restore/", calculate.restore, name="calculation_restore"),
    path(f"{PRIVATE}history/", calculate.history, name="calculation_history"),
    path(f"{PRIVATE}assumptions/", calculate.assumptions, name="calculation_assumptions"),
    path(f"{PRIVATE}<slug:section>/panel/", calculate.panel, name="calculation_panel"),
    path(f"{PRIVATE}<slug:section>/", calculate.section, name="calculation_section"),
]
