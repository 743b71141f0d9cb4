"""The steps of a deadline. The module that counts knows no Django, so they are named here to be translated."""

from django.utils.translation import gettext_noop

STEPS = (
    gettext_noop("%(length)s days after %(start)s end on %(date)s; the first day is not counted."),
    gettext_noop("%(length)s weeks after %(start)s end on %(date)s; the first day is not counted."),
    gettext_noop("%(length)s months after %(start)s end on %(date)s."),
    gettext_noop(
        "%(days)s days did not count because the term was suspended: the last day becomes %(date)s (Awb 4:15)."
    ),
    gettext_noop("This term is not set in a law, so weekends and holidays do not extend it (Atw 1 and 5)."),
    gettext_noop("This is a long term, so weekends and holidays do not extend it (Atw 4)."),
    gettext_noop("%(date)s is a weekend day or holiday: the term runs on to %(later)s (Atw 1)."),
    gettext_noop("The term must hold two working days: it runs on to %(date)s (Atw 2)."),
)
