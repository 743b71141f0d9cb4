"""Addresses of stored files."""

from django.urls import path

from coophub.documents import views

app_name = "documents"

urlpatterns = [
    path("<uuid:pk>/", views.download, name="download"),
    path("<uuid:pk>/page/<int:number>/", views.page, name="page"),
    path("<uuid:pk>/page/<int:number>/image/", views.page_image, name="page_image"),
]
