"""Records of consultations, and what comes back from those who were asked."""
