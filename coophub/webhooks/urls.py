"""Addresses of a person's own webhooks."""

from django.urls import path

from coophub.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("", views.webhooks, name="list"),
    path("<int:pk>/", views.webhook, name="webhook"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/deliveries/<int:delivery_pk>/", views.send_again, name="send_again"),
]
