"""Addresses that exist in the demo only."""

from django.urls import path

from coophub.portal.demo import views

app_name = "demo"

urlpatterns = [
    path("mail/", views.mail, name="mail"),
    path("mail/<int:pk>/", views.message, name="message"),
]
