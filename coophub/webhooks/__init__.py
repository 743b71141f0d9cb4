"""Telling the programs of others that something changed, at an address of theirs."""
