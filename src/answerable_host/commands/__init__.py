"""Commands that need neither Django nor a room; the others are beside them in `answerable.site.commands`."""
