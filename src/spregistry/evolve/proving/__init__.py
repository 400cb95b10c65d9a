"""Shows by the engine itself what differences do."""
