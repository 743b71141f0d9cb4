"""Addresses of home, the public pages and the group's overview."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "portal"
placeholder = RedirectView.as_view(url="/account/login/")
urlpatterns = [
    path("", placeholder, name="home"),
    path("start/", placeholder, name="start"),
    path("about/", placeholder, name="about"),
    path("register/", placeholder, name="register"),
    path("register/<slug:slug>/", placeholder, name="public_initiative"),
    path("initiatives/<slug:slug>/", placeholder, name="overview"),
]
