"""Bringing the database of an earlier release up to this one while people work."""
