"""What must be true before a version is released, and what may happen to it afterwards."""
