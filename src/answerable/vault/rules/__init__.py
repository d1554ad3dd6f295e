"""The law of the vault: pure functions over bytes. No Django, no database, no clock; keys come in as arguments."""
