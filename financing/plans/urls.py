"""Addresses of financing plans."""

from django.urls import path

from financing.plans.views import calculate, plans, schemas

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"
PRIVATE = "calculate/plan/<str:token>/"

urlpatterns = [
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
    path(GROUP, plans.plans, name="list"),
    path(f"{GROUP}new/", plans.new, name="new"),
    path(f"{GROUP}new/questions/", plans.questions, name="questions"),
    path(f"{GROUP}load/", plans.load, name="load"),
    path(f"{GROUP}<int:pk>/", plans.detail, name="detail"),
    path(f"{GROUP}<int:pk>/document.json", plans.export, name="export"),
    path(f"{GROUP}<int:pk>/result.json", plans.result, name="result"),
    path(f"{GROUP}<int:pk>/pdf/", plans.report, name="report"),
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
