"""Addresses of a person's own tokens."""

from django.urls import path

from coophub.tokens import views

app_name = "tokens"

urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
