"""Questions as data, and the questionnaires made of them: what an intake form and an evaluation ask."""
