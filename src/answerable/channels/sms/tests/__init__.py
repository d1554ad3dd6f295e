"""Tests of the way by telephone."""
