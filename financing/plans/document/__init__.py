"""The plan as one document: how it begins, what is in it, what a change does to it and how that reads."""
