"""What pages show of initiatives, each in a fixed number of queries."""
