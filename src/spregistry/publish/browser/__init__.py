"""What browsers get: structure, texts, steps between versions, validator and form."""
