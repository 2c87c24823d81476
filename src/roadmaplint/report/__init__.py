"""Report room: a report as text in every format, one module a format."""
