"""What is said and written about versions: differences, releases, what became of submissions."""
