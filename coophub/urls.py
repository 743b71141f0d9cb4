"""Every address of CoopHub. A new address needs its row in tests/test_access.py."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from coophub.identity.views import ProviderSignUpView
from coophub.portal.api.site import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("coophub.accounts.urls")),
    path("account/tokens/", include("coophub.tokens.urls")),
    path("account/webhooks/", include("coophub.webhooks.urls")),
    path("account/with/", include("coophub.identity.urls")),
    path("account/with/sign-up/", ProviderSignUpView.as_view(), name="socialaccount_signup"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("audit/", include("coophub.audit.urls")),
    path("documents/", include("coophub.documents.urls")),
    path("reports/", include("coophub.reports.urls")),
    path("notifications/", include("coophub.notifications.urls")),
    path("proposals/", include("coophub.proposals.urls")),
    path("api/v1/", api.urls),
    path("", include("initiatives.urls")),
    # Before the plans, which take any name below a plan for a part of it.
    path("", include("financing.lab.urls")),
    path("", include("financing.plans.urls")),
    path("", include("financing.subsidies.urls")),
    path("", include("pilots.urls")),
    # Last, because /initiatives/<slug>/ would take /initiatives/new/ for a group.
    path("", include("coophub.portal.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("coophub.portal.demo.urls")))

if settings.DEBUG:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += [*debug_toolbar_urls(), path("__reload__/", include("django_browser_reload.urls"))]

handler400 = "coophub.web.views.bad_request"
handler403 = "coophub.web.views.permission_denied"
handler404 = "coophub.web.views.page_not_found"
handler500 = "coophub.web.views.server_error"
