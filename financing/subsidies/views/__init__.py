"""The pages of subsidies, by who looks at them."""
