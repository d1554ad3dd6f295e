"""VK: what people write to a community, and among them to the chair's line."""
