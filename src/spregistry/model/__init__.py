"""The nouns: frozen shapes that travel between the stages. Nothing here reads, writes or decides."""
