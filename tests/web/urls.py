"""The showcase beside all addresses of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("tests.web.showcase")),
    path("", include("tests.web.breakages")),
    path("", include("coophub.urls")),
]
handler400 = "coophub.web.views.bad_request"
handler403 = "coophub.web.views.permission_denied"
handler404 = "coophub.web.views.page_not_found"
handler500 = "coophub.web.views.server_error"
