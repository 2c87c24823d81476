"""Views of a document that several rules look at."""
