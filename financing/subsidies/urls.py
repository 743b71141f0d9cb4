"""Addresses of schemes, applications and the ministry's work."""

from django.urls import path

from financing.subsidies.views import applying, budget, dossier, public, queue, schemes

app_name = "subsidies"

GROUP = "initiatives/<slug:slug>/subsidy/"
SCHEME = "ministry/schemes/<int:pk>/"
DOSSIER = "ministry/applications/<int:pk>/"

urlpatterns = [
    path("schemes/", public.schemes, name="schemes"),
    path("schemes/<slug:slug>/", public.scheme, name="scheme"),
    path(GROUP, applying.applications, name="applications"),
    path(f"{GROUP}apply/<slug:scheme>/", applying.apply, name="apply"),
    path(f"{GROUP}<int:pk>/", applying.application, name="application"),
    path(f"{GROUP}<int:pk>/budget/", applying.budget, name="budget_form"),
    path(f"{GROUP}<int:pk>/plan/", applying.plan, name="plan"),
    path(f"{GROUP}<int:pk>/documents/", applying.documents, name="documents"),
    path(f"{GROUP}<int:pk>/documents/<slug:document>/", applying.documents, name="add_document"),
    path(f"{GROUP}<int:pk>/co-sign/", applying.co_sign, name="co_sign"),
    path(f"{GROUP}<int:pk>/submit/", applying.submit, name="submit"),
    path(f"{GROUP}<int:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path(f"{GROUP}<int:pk>/sections/<slug:section>/", applying.section, name="section"),
    path(f"{GROUP}<int:pk>/steps/<slug:step>/", applying.step, name="group_step"),
    path("ministry/queue/", queue.queue, name="queue"),
    path("ministry/queue/assign/", queue.assign, name="assign"),
    path("ministry/queue/views/", queue.save_view, name="save_view"),
    path("ministry/queue/views/<int:pk>/remove/", queue.remove_view, name="remove_view"),
    path("ministry/applications/", queue.dossiers, name="dossiers"),
    path(DOSSIER, dossier.dossier, name="dossier"),
    path(f"{DOSSIER}steps/<slug:step>/", dossier.step, name="step"),
    path(f"{DOSSIER}payments/<int:payment>/order/", dossier.order_payment, name="order_payment"),
    path(f"{DOSSIER}payments/<int:payment>/paid/", dossier.mark_paid, name="mark_paid"),
    path("ministry/schemes/", schemes.scheme_list, name="scheme_list"),
    path("ministry/schemes/new/", schemes.new_scheme, name="new_scheme"),
    path(SCHEME, schemes.scheme_version, name="scheme_version"),
    path(f"{SCHEME}preview/", schemes.preview, name="preview_scheme"),
    path(f"{SCHEME}sections/<slug:section>/", schemes.section, name="scheme_section"),
    path(f"{SCHEME}conditions/", schemes.conditions, name="conditions"),
    path(f"{SCHEME}conditions/new/<slug:fact>/", schemes.new_condition, name="new_condition"),
    path(f"{SCHEME}conditions/<int:rule>/", schemes.condition, name="condition"),
    path(f"{SCHEME}conditions/<int:rule>/remove/", schemes.remove_condition, name="remove_condition"),
    path(f"{SCHEME}propose/", schemes.propose, name="propose_scheme"),
    path(f"{SCHEME}return/", schemes.send_back, name="return_scheme"),
    path(f"{SCHEME}publish/", schemes.publish, name="publish_scheme"),
    path(f"{SCHEME}next/", schemes.next_version, name="next_version"),
    path(f"{SCHEME}remove/", schemes.remove, name="remove_scheme"),
    path("ministry/budget/", budget.budget, name="budget"),
]
