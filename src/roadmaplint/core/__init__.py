"""The core: rules and settings become a plan; a plan and a text, diagnostics and fixes."""
