"""What the codes of the law are called, in the reader's language: terms, dates, routing, refusals."""
