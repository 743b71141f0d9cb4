"""Who may let programs of an organisation in."""

import rules

from coophub.accounts.rules import is_administrator

rules.add_perm("tokens.manage_organisation_tokens", is_administrator)
