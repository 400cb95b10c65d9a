"""From bytes to nouns: documents, the contracts they are held to, and the registry of frameworks."""
