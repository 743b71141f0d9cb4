"""Addresses of signing in with a provider."""

from django.urls import path

from coophub.identity import views

app_name = "identity"

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("<int:pk>/unlink/", views.unlink, name="unlink"),
    path("<slug:slug>/start/", views.start, name="start"),
    path("<slug:slug>/callback/", views.callback, name="callback"),
    path("<slug:slug>/logout/", views.back_channel_logout, name="back_channel_logout"),
]
