"""What people fill in about their initiative."""
