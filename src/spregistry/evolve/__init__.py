"""How does a standard change? What two versions differ in, what that does, and how submissions travel."""
