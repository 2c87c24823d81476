"""Lint room: what every rule sees and gives: cards, findings, fixes."""
