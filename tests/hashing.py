"""Passwords and codes are hashed slowly so that nobody can guess them; tests hash hundreds and guess none."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """What it makes any process of the product can check, for the number of turns stands in it."""

    iterations = 1
