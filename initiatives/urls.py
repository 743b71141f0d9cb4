"""Addresses of starting an initiative and of a group's own pages."""

app_name = "initiatives"
urlpatterns: list = []
