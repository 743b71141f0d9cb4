"""The pages of a group, by room."""
