"""Tests of the way by VK."""
