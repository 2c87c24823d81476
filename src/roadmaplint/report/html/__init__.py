"""The HTML report: one page that needs nothing else, in parts that follow its sections."""
