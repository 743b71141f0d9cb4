"""What pages show of financing plans."""
