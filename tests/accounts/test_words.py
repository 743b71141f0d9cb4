"""What our frameworks say to people is said as we say it."""

import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

FORMAL = re.compile(r"\b[Uu]w?\b")


def test_rules_for_a_password_say_je():
    assert not [text for text in password_validators_help_texts() if FORMAL.search(str(text))]


@pytest.mark.parametrize("password", ["kort", "wachtwoord123", "482910573628"])
def test_a_password_is_refused_with_je(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert not [message for message in refused.value.messages if FORMAL.search(message)]
