"""What programmes ask of groups and advisors, and what may be shown of their answers (decision 84)."""
