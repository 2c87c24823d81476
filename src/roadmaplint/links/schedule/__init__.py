"""When which request is sent: turns of hosts, retries, and every page once a run."""
