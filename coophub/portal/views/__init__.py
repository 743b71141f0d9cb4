"""The pages that draw on all apps."""
