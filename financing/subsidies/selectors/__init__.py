"""What pages show of schemes and applications."""
