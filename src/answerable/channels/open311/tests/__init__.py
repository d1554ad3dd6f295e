"""Tests of what goes over Open311's wire."""
