"""Whole ways through the house, named for people."""
