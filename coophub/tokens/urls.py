"""Addresses of a person's own tokens, and of those of organisations."""

from django.urls import path

from coophub.tokens import views

app_name = "tokens"

urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("organisations/", views.organisation_tokens, name="of_organisations"),
    path("organisations/<int:pk>/take/", views.take_of_organisation, name="take_of_organisation"),
    path("organisations/<int:pk>/withdraw/", views.withdraw_of_organisation, name="withdraw_of_organisation"),
]
