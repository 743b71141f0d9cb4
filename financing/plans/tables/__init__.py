"""The tables of plans, by subject."""
