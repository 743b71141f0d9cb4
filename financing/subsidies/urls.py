"""Addresses of schemes, applications and the ministry's work."""

from django.urls import path

from financing.subsidies.views import applying, deciding, public, wizard

app_name = "subsidies"

GROUP = "initiatives/<slug:slug>/subsidy/"
DOSSIER = "ministry/applications/<int:pk>/"

urlpatterns = [
    path("schemes/", public.schemes, name="schemes"),
    path("schemes/<slug:slug>/", public.scheme, name="scheme"),
    path(GROUP, applying.applications, name="applications"),
    path(f"{GROUP}apply/<slug:scheme>/", applying.apply, name="apply"),
    path(f"{GROUP}<int:pk>/", applying.application, name="application"),
    path(f"{GROUP}<int:pk>/sections/<slug:section>/", wizard.section, name="section"),
    path(f"{GROUP}<int:pk>/sections/<slug:section>/stand/", wizard.stand, name="section_stand"),
    path(f"{GROUP}<int:pk>/take-over/", wizard.take_over, name="take_over"),
    path(f"{GROUP}<int:pk>/documents/", wizard.documents, name="documents"),
    path(f"{GROUP}<int:pk>/documents/<slug:document>/", wizard.documents, name="add_document"),
    path(f"{GROUP}<int:pk>/documents/<slug:document>/remove/", wizard.remove_document, name="remove_document"),
    path(f"{GROUP}<int:pk>/check/", wizard.check, name="check"),
    path(f"{GROUP}<int:pk>/co-sign/", wizard.co_sign, name="co_sign"),
    path(f"{GROUP}<int:pk>/submit/", wizard.submit, name="submit"),
    path(f"{GROUP}<int:pk>/receipt/", wizard.receipt, name="receipt"),
    path(f"{GROUP}<int:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path("ministry/queue/", deciding.queue, name="queue"),
    path("ministry/applications/", deciding.dossiers, name="dossiers"),
    path(DOSSIER, deciding.dossier, name="dossier"),
    path(f"{DOSSIER}interest/", deciding.declare_interest, name="declare_interest"),
    path(f"{DOSSIER}assess/", deciding.assess, name="assess"),
    path(f"{DOSSIER}decision/", deciding.draft_decision, name="draft_decision"),
    path(f"{DOSSIER}sign/", deciding.sign_decision, name="sign_decision"),
    path("ministry/schemes/", deciding.scheme_list, name="scheme_list"),
    path("ministry/budget/", deciding.budget, name="budget"),
]
