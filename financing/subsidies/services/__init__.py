"""Every change to applications, by who makes it."""
