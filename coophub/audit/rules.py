"""Who may read the whole trail. The log of one thing is shown by that thing's own page."""

import rules

from coophub.accounts.rules import is_administrator

rules.add_perm("audit.view_trail", is_administrator)
