"""Addresses of coaching."""

from django.urls import path

from pilots.views import approach, bottlenecks, coaching, cohorts, evaluation, library, planned, preparation, programmes

app_name = "pilots"

urlpatterns = [
    path("knowledge/", library.guides, name="guides"),
    path("knowledge/<slug:slug>/", library.guide, name="guide"),
    path("pilots/", coaching.case_load, name="list"),
    path("pilots/agenda/", planned.agenda, name="agenda"),
    path("pilots/bottlenecks/", bottlenecks.bottlenecks, name="bottlenecks"),
    path("pilots/cohorts/", cohorts.cohorts, name="cohorts"),
    path("pilots/programmes/", programmes.programmes, name="programmes"),
    path("pilots/programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("pilots/evaluations/", evaluation.evaluations, name="evaluations"),
    path("pilots/evaluations/new/", evaluation.plan_round, name="plan_round"),
    path("pilots/evaluations/<int:pk>/", evaluation.evaluation, name="evaluation"),
    path("pilots/evaluations/answer/<int:pk>/", evaluation.answer, name="answer"),
    path("pilots/evaluations/texts/", evaluation.texts, name="texts"),
    path("pilots/evaluations/texts/<uuid:pk>/", evaluation.text, name="text"),
    path("pilots/<int:pk>/", coaching.pilot, name="pilot"),
    path("pilots/<int:pk>/sessions/new/", coaching.record_session, name="session"),
    path("pilots/<int:pk>/sessions/plan/", planned.plan_session, name="plan_session"),
    path("pilots/<int:pk>/sessions/planned/<int:planned_pk>/", planned.move_session, name="move_session"),
    path("pilots/<int:pk>/sessions/planned/<int:planned_pk>/cancel/", planned.cancel_session, name="cancel_session"),
    path("pilots/<int:pk>/sessions/planned/<int:planned_pk>/record/", coaching.record_session, name="record_planned"),
    path("pilots/<int:pk>/goals/new/", approach.set_goal, name="set_goal"),
    path("pilots/<int:pk>/goals/<int:goal_pk>/", approach.check_goal, name="check_goal"),
    path("pilots/<int:pk>/contacts/new/", approach.record_contact, name="record_contact"),
    path("pilots/<int:pk>/hand-over/", approach.hand_over, name="hand_over"),
    path("pilots/<int:pk>/prepare/", preparation.prepare, name="prepare"),
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
    path("calendar/", planned.own_calendar, name="own_calendar"),
    path("calendar/<str:token>/sessions.ics", planned.calendar, name="calendar"),
    path("initiatives/<slug:slug>/coaching/", coaching.coaching, name="coaching"),
    path("initiatives/<slug:slug>/coaching/ask/", coaching.ask_for_coach, name="coaching_ask"),
]
