"""Facebook: what people write to a page by Messenger, and below its posts."""
