"""Copies of everything that CoopHub keeps, made while people work, and putting one back."""
