"""Providers stand in the settings, and who signs in with which account is linked by themselves: neither is a row to
write in the technical admin.
"""

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

admin.site.unregister([SocialAccount, SocialApp, SocialToken])
