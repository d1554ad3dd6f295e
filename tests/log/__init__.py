"""The failure and attack cases of the log's contract, section 6: one file for each, named by its number."""
