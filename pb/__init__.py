"""Participatory budgeting in Welsh and English. Its version is all that stands here: records name it."""

VERSION = "0.1.0"
