"""What groups learnt, for the next one: guides that anybody can read."""
