"""Pages of the chair, of the bodies that were told something, and for anybody."""
