"""What is known of municipalities, and links for their officials, made as people do it."""

import re
from dataclasses import dataclass

from coophub.notifications.models import OutgoingMessage
from coophub.web import clock
from initiatives.models import Municipality, PolicyLink, PolicyStatement
from initiatives.selectors.policies import policy_link_of_token
from initiatives.services.policies import send_policy_link, state_policy
from tests.factories.initiatives import ASSEN

SAID = {
    "topic": "ground_lease",
    "stance": "yes",
    "text": "Voor veertig jaar, tegen een lage canon.",
    "source": "Nota grondbeleid",
    "source_url": "https://example.org/nota",
}


@dataclass(frozen=True)
class SentPolicyLink:
    """A link that was sent, with what its two e-mails say."""

    token: str
    code: str

    @property
    def link(self) -> PolicyLink:
        link = policy_link_of_token(self.token)
        assert link is not None
        return link


def stated(advisor, code=ASSEN, **facts) -> PolicyStatement:
    facts = {"known_on": clock.today(), **SAID, **facts}
    return state_policy(municipality=Municipality.objects.get(pk=code), user=advisor, **facts)


def sent_policy_link(advisor, code=ASSEN, email="beleid@example.org") -> SentPolicyLink:
    municipality = Municipality.objects.get(pk=code)
    send_policy_link(municipality=municipality, name="Sanne de Boer", email=email, user=advisor)
    mail_with_code, mail_with_link = OutgoingMessage.objects.order_by("-pk")[:2]
    token = re.search(r"/municipality-links/([\w-]+)/", mail_with_link.text)
    code_in_mail = re.search(r"\b\d{6}\b", mail_with_code.text)
    assert token
    assert code_in_mail
    return SentPolicyLink(token[1], code_in_mail[0])
