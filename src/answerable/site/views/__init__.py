"""Pages of the system itself."""
