"""Every test of the project; see docs/contributing.md for what belongs in which folder."""
