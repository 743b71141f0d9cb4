"""Addresses of coaching."""

from django.urls import path

from pilots.views import bottlenecks, coaching, cohorts, library, programmes

app_name = "pilots"

urlpatterns = [
    path("knowledge/", library.guides, name="guides"),
    path("knowledge/<slug:slug>/", library.guide, name="guide"),
    path("pilots/", coaching.case_load, name="list"),
    path("pilots/bottlenecks/", bottlenecks.bottlenecks, name="bottlenecks"),
    path("pilots/cohorts/", cohorts.cohorts, name="cohorts"),
    path("pilots/programmes/", programmes.programmes, name="programmes"),
    path("pilots/programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("pilots/<int:pk>/", coaching.pilot, name="pilot"),
    path("pilots/<int:pk>/sessions/new/", coaching.record_session, name="session"),
    path("pilots/<int:pk>/bottlenecks/new/", bottlenecks.open_bottleneck, name="open_bottleneck"),
    path("pilots/<int:pk>/bottlenecks/<int:bottleneck_pk>/", bottlenecks.bottleneck, name="bottleneck"),
    path(
        "pilots/<int:pk>/bottlenecks/<int:bottleneck_pk>/change/",
        bottlenecks.change_bottleneck,
        name="change_bottleneck",
    ),
    path(
        "pilots/<int:pk>/bottlenecks/<int:bottleneck_pk>/resolve/",
        bottlenecks.resolve_bottleneck,
        name="resolve_bottleneck",
    ),
    path("pilots/<int:pk>/advisor/", programmes.assign_advisor, name="assign"),
    path("pilots/<int:pk>/end/", programmes.end_pilot, name="end"),
    path("initiatives/<slug:slug>/coaching/", coaching.coaching, name="coaching"),
    path("initiatives/<slug:slug>/coaching/ask/", coaching.ask_for_coach, name="coaching_ask"),
]
