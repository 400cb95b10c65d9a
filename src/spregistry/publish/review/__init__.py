"""What people are given to comment on a draft: a document with its changes marked, and a sheet with a row for each text."""
