"""Tokens with which programs do what a person may do, and writes of theirs that come twice."""
