"""Great numbers of made-up data, whole and consistent, so that anybody can measure (`docs/scale.md`)."""
