"""Addresses of financing plans."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from financing.plans.views import (
    builder,
    building,
    calculate,
    enquiries,
    home_values,
    homes_import,
    levers,
    loading,
    matching,
    norms,
    plans,
    questions,
    results,
    risks,
    schemas,
    sharing,
    versions,
    workbook,
)
from financing.plans.views.open_plan import OF_A_VISITOR

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"
PRIVATE = "calculate/plan/<str:token>/"
PLAN = f"{GROUP}<int:pk>/"

BUILDER: list[tuple[str, Callable[..., HttpResponse], str]] = [
    # What a group's plan and a visitor's plan both have, a line a page: its address under the plan's, its view and its
    # name.
    ("document.json", builder.export, "export"),
    ("homes-import/", homes_import.homes_import, "homes_import"),
    ("homes-import/<uuid:job>/", homes_import.homes_found, "homes_found"),
    ("homes-import/example.xlsx", homes_import.homes_example, "homes_example"),
    ("home-values/", home_values.home_values, "home_values"),
    ("home-values/<uuid:job>/", home_values.home_values_found, "home_values_found"),
    ("undo/", builder.undo, "undo"),
    ("redo/", builder.redo, "redo"),
    ("restore/", builder.restore, "restore"),
    ("history/", builder.history, "history"),
    ("assumptions/", builder.assumptions, "assumptions"),
    ("<slug:section>/panel/", builder.panel, "panel"),
    ("<slug:section>/", builder.section, "section"),
]


def builder_pages(prefix: str, names: str = "") -> list[URLPattern]:
    """The pages of the builder under the address of a plan, each with a name that begins with `names`."""
    return [path(prefix + address, view, name=names + name) for address, view, name in BUILDER]


urlpatterns = [
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
    path("shared-plans/<str:token>/", sharing.shared, name="shared"),
    path("shared-plans/<str:token>/pdf/", sharing.shared_report, name="shared_report"),
    path("shared-plans/<str:token>/pdf/file/", sharing.shared_file, name="shared_file"),
    path("norms/", norms.norms, name="norms"),
    path("norms/new/", norms.add_norms, name="add_norms"),
    path("norms/<int:pk>/", norms.norm_set, name="norm_set"),
    path("norms/<int:pk>/income-limits/", norms.income_limits, name="income_limits"),
    path("initiatives/<slug:slug>/households/homes/", matching.matching, name="matching"),
    path(GROUP, plans.plans, name="list"),
    path(f"{GROUP}new/", plans.new, name="new"),
    path(f"{GROUP}new/questions/", questions.questions, name="questions"),
    path(f"{GROUP}new/questions/<slug:question>/", questions.question, name="question"),
    path(f"{GROUP}new/questions/<slug:question>/verdict/", questions.verdict, name="question_verdict"),
    path(f"{GROUP}load/", loading.load, name="load"),
    path(f"{GROUP}answers/<int:enquiry_pk>/", enquiries.answer, name="answer"),
    path(f"{GROUP}compare/", versions.compare, name="compare"),
    path(PLAN, results.detail, name="detail"),
    path(f"{PLAN}building/", building.building, name="building"),
    path(f"{PLAN}figures/", results.figures, name="figures"),
    path(f"{PLAN}levers/", levers.levers, name="levers"),
    path(f"{PLAN}levers/try/", levers.try_drivers, name="try_drivers"),
    path(f"{PLAN}risks/", risks.risks, name="risks"),
    path(f"{PLAN}affordability/", results.affordability, name="affordability"),
    path(f"{PLAN}affordability/points/<uuid:home>/", results.points, name="points"),
    path(f"{PLAN}rooms/", matching.rooms, name="rooms"),
    path(f"{PLAN}pledges/", matching.pledges, name="pledges"),
    path(f"{PLAN}versions/", versions.versions, name="versions"),
    path(f"{PLAN}versions/<int:number>/", versions.version, name="version"),
    path(f"{PLAN}versions/<int:number>/pdf/", versions.version_report, name="version_report"),
    path(f"{PLAN}scenarios/", versions.keep_scenario, name="keep_scenario"),
    path(f"{PLAN}scenarios/<int:scenario_pk>/", versions.scenario, name="scenario"),
    path(f"{PLAN}scenarios/<int:scenario_pk>/remove/", versions.remove_scenario, name="remove_scenario"),
    path(f"{PLAN}links/", sharing.links, name="links"),
    path(f"{PLAN}links/<int:link_pk>/withdraw/", sharing.revoke_link, name="revoke_link"),
    path(f"{PLAN}answers/<int:enquiry_pk>/", enquiries.put_in, name="put_answer"),
    path(f"{PLAN}result.json", plans.result, name="result"),
    path(f"{PLAN}pdf/", results.report, name="report"),
    path(f"{PLAN}workbook/", workbook.workbook, name="workbook"),
    path(f"{PLAN}remove/", plans.remove, name="remove"),
    path("calculate/", calculate.calculate, name="calculate"),
    path("calculate/questions/", questions.questions, name="calculate_questions"),
    path("calculate/questions/<slug:question>/", questions.question, name="calculate_question"),
    path("calculate/questions/<slug:question>/verdict/", questions.verdict, name="calculate_question_verdict"),
    path("calculate/load/", loading.load_without_account, name="calculate_load"),
    path("calculate/examples/", calculate.examples, name="examples"),
    path("calculate/examples/<slug:slug>/", calculate.example, name="example"),
    path("calculate/examples/<slug:slug>/start/", calculate.start_example, name="start_example"),
    path(PRIVATE, calculate.detail, name=f"{OF_A_VISITOR}detail"),
    path(f"{PRIVATE}remove/", calculate.remove, name=f"{OF_A_VISITOR}remove"),
    path(f"{PRIVATE}keep/", calculate.keep, name=f"{OF_A_VISITOR}keep"),
    # Last: what is no page above is the name of a part of the plan.
    *builder_pages(PLAN),
    *builder_pages(PRIVATE, OF_A_VISITOR),
]
