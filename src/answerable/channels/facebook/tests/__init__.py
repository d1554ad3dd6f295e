"""Tests of the way by Facebook."""
