"""What the bots of every network say and ask: one conversation, whatever carries it."""
