"""Who was asked about a version, what they said, and what was answered."""
