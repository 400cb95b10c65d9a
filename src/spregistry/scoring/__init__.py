"""How good is it? The plan of a framework's tree, the one engine, and what it all means."""
