"""Addresses of financing plans."""

from django.urls import path

from financing.plans import views

app_name = "plans"

GROUP = "initiatives/<slug:slug>/plans/"

urlpatterns = [
    path("schemas/plan-1.json", views.schema, name="schema"),
    path(GROUP, views.plans, name="list"),
    path(f"{GROUP}new/", views.new, name="new"),
    path(f"{GROUP}load/", views.load, name="load"),
    path(f"{GROUP}<int:pk>/", views.detail, name="detail"),
    path(f"{GROUP}<int:pk>/document.json", views.export, name="export"),
    path(f"{GROUP}<int:pk>/result.json", views.result, name="result"),
    path(f"{GROUP}<int:pk>/pdf/", views.report, name="report"),
    path(f"{GROUP}<int:pk>/remove/", views.remove, name="remove"),
    path(f"{GROUP}<int:pk>/<slug:section>/", views.section, name="section"),
]
