"""What a next release would bring along: CoopHub with a migration more."""
