"""Whole ways through the system, named for people."""
