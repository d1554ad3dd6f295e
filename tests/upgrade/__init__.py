"""An older version's state is opened by this one: `make upgrade-test FROM=<commit>`."""
