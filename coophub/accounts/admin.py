"""The technical admin asks for the same sign-in as the product: address, password and second factor."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from coophub.accounts.models import Organisation

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
