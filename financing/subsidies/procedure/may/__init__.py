"""May this person do this now: the refusal that the service raises under its lock, and that the page asks to decide
what to offer.

Each function takes rows and the person, and gives a `Refusal` or None. What depends on what somebody fills in is
checked by the service.
"""
