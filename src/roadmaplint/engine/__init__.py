"""Engine room: rules and settings become a plan; a plan and a source, diagnostics and fixes."""
