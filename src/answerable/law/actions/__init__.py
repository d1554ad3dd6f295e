"""Writing the law: only by loading a pack."""
