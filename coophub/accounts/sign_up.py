"""The form with which somebody makes an account."""

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from coophub.accounts.models import User


class QuietSignupForm(SignupForm):
    """Takes as long for an address that is known: how long the answer takes does not tell that there is an account."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved
