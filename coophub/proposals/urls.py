"""Addresses of what waits for a second person."""

from django.urls import path

from coophub.proposals import views

app_name = "proposals"

urlpatterns = [
    path("", views.proposals, name="list"),
    path("<int:pk>/", views.proposal, name="proposal"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/turn-down/", views.turn_down, name="turn_down"),
]
