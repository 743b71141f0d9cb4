"""The open API: what everybody may read and calculate, for programs (docs/developers/api.md).

It shows what the pages show, by the same selectors, and knows nobody: it reads no cookie.
"""
