"""Pages of the ways in and out."""
