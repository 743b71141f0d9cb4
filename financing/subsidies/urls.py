"""Addresses of schemes, applications and the ministry's work."""

from django.urls import path

from financing.subsidies.views import applying, budget, deciding, payments, public, rounds, schemes

app_name = "subsidies"

GROUP = "initiatives/<slug:slug>/subsidy/"
BATCH = "ministry/payments/<int:pk>/"
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
    path("ministry/queue/", deciding.queue, name="queue"),
    path("ministry/applications/", deciding.dossiers, name="dossiers"),
    path(DOSSIER, deciding.dossier, name="dossier"),
    path(f"{DOSSIER}interest/", deciding.declare_interest, name="declare_interest"),
    path(f"{DOSSIER}assess/", deciding.assess, name="assess"),
    path(f"{DOSSIER}decision/", deciding.draft_decision, name="draft_decision"),
    path(f"{DOSSIER}sign/", deciding.sign_decision, name="sign_decision"),
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
    path("ministry/rounds/", rounds.round_list, name="rounds"),
    path("ministry/rounds/<int:pk>/", rounds.board, name="round_board"),
    path("ministry/rounds/<int:pk>/record/", rounds.record, name="record_round"),
    path("ministry/rounds/<int:pk>/adopt/<int:run>/", rounds.adopt, name="adopt_round"),
    path(f"{DOSSIER}summary/", rounds.summary, name="summary"),
    path(f"{DOSSIER}summary/pdf/", rounds.summary_pdf, name="summary_pdf"),
    path(f"{DOSSIER}account/", payments.account, name="account"),
    path(f"{DOSSIER}account/check/", payments.check, name="check_account"),
    path("ministry/payments/", payments.payments, name="payments"),
    path(f"{BATCH}", payments.batch, name="batch"),
    path(f"{BATCH}approve/", payments.approve, name="approve_batch"),
    path(f"{BATCH}drop/", payments.drop, name="drop_batch"),
    path(f"{BATCH}confirm/", payments.confirm, name="confirm_batch"),
    path(f"{BATCH}file/", payments.download, name="batch_file"),
    path("ministry/budget/", budget.budget, name="budget"),
    path("ministry/budget/<int:pk>/entries/", budget.entries, name="entries"),
    path("ministry/budget/entries/<int:pk>/reverse/", budget.reverse, name="reverse_entry"),
]
