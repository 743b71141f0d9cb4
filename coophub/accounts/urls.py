"""Addresses of one's own account, beside those of allauth."""

from django.conf import settings
from django.urls import path

from coophub.accounts import demo, views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("terms/", views.terms, name="terms"),
    path("typed/", views.typed, name="typed"),
    path("my-data/", views.my_data, name="my_data"),
    path("erase/", views.erase, name="erase"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/sign-out/", views.sign_out_person, name="sign_out_person"),
]

if settings.DEMO:
    urlpatterns.append(path("demo-sign-in/", demo.sign_in, name="demo_sign_in"))
