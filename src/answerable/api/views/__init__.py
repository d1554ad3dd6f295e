"""The operations of the interface, and the pages on which keys and webhooks are made."""
