"""SMS and the voice hotline, by Twilio's webhooks or those of whoever imitates them."""
