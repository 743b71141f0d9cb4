"""The homes of a plan: read from a spreadsheet, and their points by the rent law."""
