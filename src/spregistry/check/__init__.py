"""Is it right? Definitions beyond their schema, submissions, and the consistency of facts."""
