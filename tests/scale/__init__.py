"""Real registers and large numbers."""
