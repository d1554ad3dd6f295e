"""What this room's codes are called, in the reader's language: terms, reasons, history, dates, routing."""
