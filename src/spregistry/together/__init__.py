"""Who says so? Several people's submissions brought together."""
