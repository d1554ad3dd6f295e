"""Answerable: a community and its police work together and hold each other to their word."""
