"""Resources: links to learn from, and what they lead to."""
