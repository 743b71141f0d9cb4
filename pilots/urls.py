"""Addresses of coaching."""

from django.urls import path

from pilots import views

app_name = "pilots"

urlpatterns = [
    path("pilots/", views.case_load, name="list"),
    path("pilots/bottlenecks/", views.bottlenecks, name="bottlenecks"),
    path("pilots/programmes/", views.programmes, name="programmes"),
    path("pilots/programmes/<slug:slug>/", views.programme, name="programme"),
    path("pilots/<int:pk>/", views.pilot, name="pilot"),
    path("pilots/<int:pk>/sessions/new/", views.record_session, name="session"),
    path(
        "pilots/<int:pk>/bottlenecks/<int:bottleneck_pk>/resolve/", views.resolve_bottleneck, name="resolve_bottleneck"
    ),
    path("pilots/<int:pk>/advisor/", views.assign_advisor, name="assign"),
    path("pilots/<int:pk>/end/", views.end_pilot, name="end"),
    path("initiatives/<slug:slug>/coaching/", views.coaching, name="coaching"),
    path("initiatives/<slug:slug>/coaching/ask/", views.ask_for_coach, name="coaching_ask"),
]
