"""The technical admin: to look something up. Changes go through the services, so that they are checked and recorded."""

from django.contrib import admin
from django.http import HttpRequest

from initiatives.models import Initiative, Municipality


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    list_display = ("code", "name", "province", "ended_on", "went_into")
    list_filter = ("province",)
    search_fields = ("code", "name")


@admin.register(Initiative)
class InitiativeAdmin(admin.ModelAdmin[Initiative]):
    list_display = ("name", "municipality", "form", "phase", "published_at")
    list_filter = ("form", "phase", "target_group")
    search_fields = ("name", "slug")
    list_select_related = ("municipality",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Initiative | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Initiative | None = None) -> bool:
        return False
