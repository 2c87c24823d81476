"""Configuration room: layers of settings, each value with its origin."""
