"""Addresses of financing plans."""

from django.urls import path

from financing.plans.views import plans, schemas

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"

urlpatterns = [
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
    path(GROUP, plans.plans, name="list"),
    path(f"{GROUP}new/", plans.new, name="new"),
    path(f"{GROUP}load/", plans.load, name="load"),
    path(f"{GROUP}<int:pk>/", plans.detail, name="detail"),
    path(f"{GROUP}<int:pk>/document.json", plans.export, name="export"),
    path(f"{GROUP}<int:pk>/result.json", plans.result, name="result"),
    path(f"{GROUP}<int:pk>/pdf/", plans.report, name="report"),
    path(f"{GROUP}<int:pk>/remove/", plans.remove, name="remove"),
    path(f"{GROUP}<int:pk>/<slug:section>/", plans.section, name="section"),
]
