"""The steps of a deadline. The modules that count know no Django, so they are named here to be translated."""

from django.utils.translation import gettext_noop

STEPS = (
    gettext_noop("%(length)s days after %(start)s end on %(date)s; the first day is not counted."),
    gettext_noop("%(length)s weeks after %(start)s end on %(date)s; the first day is not counted."),
    gettext_noop("%(length)s months after %(start)s end on %(date)s."),
    gettext_noop(
        "From %(first)s to %(last)s the term stood still: the application was being completed (Awb 4:15 lid 1)."
    ),
    gettext_noop(
        "From %(first)s to %(last)s the term stood still: the time to complete passed unused (Awb 4:15 lid 1)."
    ),
    gettext_noop("From %(first)s to %(last)s the term stood still: the applicant agreed to it (Awb 4:15 lid 2)."),
    gettext_noop(
        "From %(first)s to %(last)s the term stood still: the objection was being completed (Awb 7:10 lid 2)."
    ),
    gettext_noop(
        "From %(first)s to %(last)s the term stood still: the time to complete the objection passed unused (Awb 7:10 lid 2)."
    ),
    gettext_noop("The group agreed that the decision comes on %(date)s at the latest (Awb 7:10 lid 4)."),
    gettext_noop(
        "%(days)s days did not count because the term was suspended: the last day becomes %(date)s (%(article)s)."
    ),
    gettext_noop("This term is not set in a law, so weekends and holidays do not extend it (Atw 1 and 5)."),
    gettext_noop("This is a long term, so weekends and holidays do not extend it (Atw 4)."),
    gettext_noop("%(date)s is a weekend day or holiday: the term runs on to %(later)s (Atw 1)."),
    gettext_noop("The term must hold two working days: it runs on to %(date)s (Atw 2)."),
    gettext_noop("The term is set by %(source)s."),
    gettext_noop("The term to object ended on %(date)s."),
    gettext_noop("The decision was postponed once by %(weeks)s weeks (%(source)s)."),
    gettext_noop("The decision had to be there on %(date)s at the latest."),
    gettext_noop("The notice of default was received on %(date)s."),
    gettext_noop("The first day that costs money is %(first)s, the last is %(last)s (Awb 4:17)."),
    gettext_noop("%(days)s days at %(amount)s euros (%(source)s)."),
    gettext_noop("The scheme sets the term: %(source)s."),
    gettext_noop("The ministry set this day in its letter of %(date)s."),
    gettext_noop("The term was extended once by %(weeks)s weeks; notice was sent on %(date)s."),
)
