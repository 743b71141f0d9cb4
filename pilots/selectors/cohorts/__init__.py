"""Pilots as a cohort: what they wait for and how long, and what is said of them together."""
