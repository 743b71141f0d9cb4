"""What people get by e-mail, and when, as they wish; and the link by which they say so without signing in."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.models import EmailWish, HeldNotice
from coophub.notifications.topics import KINDS, TO_CHOOSE, UNLESS_CHOSEN, EmailMoment, NoticeTopic, topic_of

Wish = Mapping[NoticeTopic, EmailMoment]


def topics_for(user: User) -> list[NoticeTopic]:
    """What somebody can choose about: who has no role has no work here."""
    return [topic for topic in TO_CHOOSE if topic is not NoticeTopic.WORK or user.roles]


def wishes_of(user: User) -> dict[NoticeTopic, EmailMoment]:
    """When this person wants what, chosen or not. One query."""
    chosen = EmailWish.objects.filter(person=user).values_list("topic", "moment")
    return UNLESS_CHOSEN | {NoticeTopic(topic): EmailMoment(moment) for topic, moment in chosen}


def moments_of(people: Iterable[User], kinds: Iterable[str]) -> dict[tuple[int, str], EmailMoment]:
    """By a person's key and a kind of notice, when it goes by e-mail. One query, and none where nothing is chosen."""
    topics = {kind: topic_of(kind) for kind in kinds}
    keys = [person.pk for person in people]
    asked = set(topics.values()) - {NoticeTopic.ALWAYS}
    rows = EmailWish.objects.filter(person__in=keys, topic__in=asked).values_list("person", "topic", "moment")
    chosen = {(person, topic): EmailMoment(moment) for person, topic, moment in rows} if asked and keys else {}
    return {
        (key, kind): chosen.get((key, topic), UNLESS_CHOSEN.get(topic, EmailMoment.AT_ONCE))
        for key in keys
        for kind, topic in topics.items()
    }


@transaction.atomic
def change_wishes(*, person: User, wishes: Wish, user: User | None) -> None:
    """Keeps when somebody wants what by e-mail. What was already held for a message comes with the next one, but for
    what this person now wants no e-mail about. `user` is None for who came by the link in a message.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = wishes_of(person)
    after = before | dict(wishes)
    if before == after:
        return
    EmailWish.objects.bulk_create(
        [EmailWish(person=person, topic=topic, moment=moment) for topic, moment in after.items()],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["moment"],
    )
    unwanted = [kind for topic, moment in after.items() if moment is EmailMoment.NEVER for kind in KINDS[topic]]
    HeldNotice.objects.filter(person=person, notice__kind__in=unwanted).delete()
    changed = [topic for topic in after if before[topic] != after[topic]]
    record(
        actor=user,
        action="notifications.change_wishes",
        target=person,
        before={f"email_{topic}": before[topic].value for topic in changed},
        after={f"email_{topic}": after[topic].value for topic in changed},
    )


def wishes_link(user: User) -> str:
    """The whole address at which somebody chooses without signing in. It ends when their e-mail address changes."""
    return f"{settings.SITE_URL}{reverse('notifications:wishes_by_link', args=[_token_of(user)])}"


def person_behind(token: str) -> User | None:
    """Whose link this is; None for one that we did not make, for an address of before and for who left."""
    try:
        key = int(token.partition(".")[0])
    except ValueError:
        return None
    user = User.objects.filter(pk=key, is_active=True).first() if 0 < key < 2**31 else None
    if user is None:
        return None
    try:
        _signer(user).unsign(token)
    except BadSignature:
        return None
    return user


def _token_of(user: User) -> str:
    token: str = _signer(user).sign(str(user.pk))
    return token


def _signer(user: User) -> Signer:
    return Signer(salt=f"notifications.wishes {user.email}", sep=".")
