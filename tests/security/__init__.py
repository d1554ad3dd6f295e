"""The adversarial cases (reference: docs/security/cases.md): each is a test whose name carries its number."""
