"""Every change to financing plans."""
