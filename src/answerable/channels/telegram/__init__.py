"""Telegram: a bot to whom people write in private, by webhook or by long polling."""
