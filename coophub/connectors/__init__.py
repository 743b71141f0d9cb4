"""Registers and services of others, each behind one small door, and off until its address is set."""
