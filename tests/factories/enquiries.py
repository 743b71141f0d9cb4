"""Questions of groups to officials, sent and answered as people do it."""

import re
import uuid
from dataclasses import dataclass

from coophub.notifications.models import OutgoingMessage
from initiatives.models import Enquiry, EnquiryAnswer, EnquiryLink, Municipality
from initiatives.selectors.enquiries import hash_of, link_of_token, what_is_shared
from initiatives.services.answering import answer_enquiry
from initiatives.services.enquiries import begin_enquiry, send_enquiry
from tests.factories.initiatives import ASSEN

FACTS = {
    "municipality": None,
    "organisation": "",
    "official_name": "Sanne de Boer",
    "official_email": "grond@example.org",
    "kind": "land_price",
    "text": "Wat kost de kavel aan de Vaart?",
    "plan_key": "",
    "parts": [],
}
ANSWER = {
    "outcome": "yes",
    "conditions": "",
    "reason": "",
    "later_on": None,
    "answered_by": "Sanne de Boer",
    "position": "gebiedsmanager",
}


@dataclass(frozen=True)
class Sent:
    """A question that was sent, with what its two e-mails say."""

    enquiry: Enquiry
    token: str
    code: str

    @property
    def link(self) -> EnquiryLink:
        link = link_of_token(self.token)
        assert link is not None
        return link


def drafted_enquiry(initiative, user, *, addressee="municipality", **facts):
    """A question that is not sent yet, to Assen or to another organisation."""
    whom = {"municipality": Municipality.objects.get(code=ASSEN)} if addressee == "municipality" else {}
    return begin_enquiry(
        initiative=initiative, addressee=addressee, facts={**FACTS, **whom, **facts}, key=uuid.uuid4(), user=user
    )


def sent_enquiry(initiative, user, **facts) -> Sent:
    enquiry = drafted_enquiry(initiative, user, **facts)
    enquiry = send_enquiry(enquiry=enquiry, seen=hash_of(what_is_shared(enquiry)), user=user)
    return Sent(enquiry, *last_link_and_code())


def last_link_and_code() -> tuple[str, str]:
    """What the last two e-mails of a question say."""
    code, link = OutgoingMessage.objects.order_by("-pk")[:2]
    found_link = re.search(r"/enquiries/([\w-]+)/", link.text)
    found_code = re.search(r"\b\d{6}\b", code.text)
    assert found_link
    assert found_code
    return found_link[1], found_code[0]


def answered(sent: Sent, **facts) -> EnquiryAnswer:
    return answer_enquiry(link=sent.link, facts={**ANSWER, **facts})
