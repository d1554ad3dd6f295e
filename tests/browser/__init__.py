"""Tests that drive the system's Chromium."""
