"""E-mail: letters in by LMTP, IMAP or a push, letters out by SMTP (RFC 5321, 5322, 2045; docs/decisions/0162)."""
