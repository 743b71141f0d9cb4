"""Who may see how CoopHub runs."""

import rules

from coophub.accounts.rules import is_administrator

rules.add_perm("portal.view_condition", is_administrator)
