"""What a schema cannot say about a definition; one module per subject, each rule a generator of findings."""
