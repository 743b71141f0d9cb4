"""Sessions in the database, as Django keeps them."""

import datetime as dt

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from coophub.web.written_once import written_once


class SessionStore(db.SessionStore):
    """Every page reads one, so that question is written once."""

    def _get_session_from_db(self) -> Session | None:
        found = _sessions(self.session_key or "", timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@written_once
def _sessions(key: str, after: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=after)
