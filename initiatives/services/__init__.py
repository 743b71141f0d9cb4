"""Everything that changes an initiative, by topic."""
