"""Addresses of home, the public pages, the group's overview, and what machines ask for."""

from django.urls import path
from health_check.views import HealthCheckView

from coophub.portal.feeds import NewAwards, NewInitiatives, OpenSchemes
from coophub.portal.views import api, calendar, machines, municipalities, open_data, overview, public, statistics

app_name = "portal"

urlpatterns = [
    path("", public.home, name="home"),
    path("about/", public.about, name="about"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("register/", public.register, name="register"),
    path("embed/map/", public.embedded_map, name="embedded_map"),
    path("register/<slug:slug>/", public.public_initiative, name="public_initiative"),
    path("api/", api.documentation, name="api"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("open-data/catalogue.jsonld", open_data.described, name="catalogue"),
    path("feeds/initiatives.atom", NewInitiatives(), name="new_initiatives"),
    path("feeds/schemes.atom", OpenSchemes(), name="open_schemes"),
    path("feeds/awards.atom", NewAwards(), name="new_awards"),
    path("figures/", statistics.figures, name="figures"),
    path("municipalities/", municipalities.municipalities, name="municipalities"),
    path("municipalities/<str:code>/", municipalities.municipality, name="municipality"),
    path("register/<slug:slug>/image.png", public.share_image, name="share_image"),
    path("register/<slug:slug>/photos/<uuid:photo_key>/<slug:size>.jpg", public.photo, name="photo"),
    path("start/", overview.start, name="start"),
    path("initiatives/<slug:slug>/calendar/", calendar.own_calendar, name="group_calendar"),
    path("calendars/<str:token>/", calendar.calendar, name="calendar"),
    path("initiatives/<slug:slug>/", overview.overview, name="overview"),
    # Without the database no page works; without Redis the site does, so it is no reason to take a server out.
    path("health/", HealthCheckView.as_view(checks=["health_check.Database"]), name="health"),
    path("condition/", overview.condition, name="condition"),
    path("metrics/", machines.metrics, name="metrics"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemaps/<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", machines.security, name="security"),
]
