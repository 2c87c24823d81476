"""Rules about the shape a roadmap has to have: parts, order, counts."""
