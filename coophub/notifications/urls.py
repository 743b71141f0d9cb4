"""Addresses of notices."""

from django.urls import path

from coophub.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notices, name="list"),
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/<str:token>/", views.wishes_by_link, name="wishes_by_link"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("<int:pk>/open/", views.open_notice, name="open"),
]
