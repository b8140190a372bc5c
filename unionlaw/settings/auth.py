"""Settings of sign-in, passwords, second factor, lockout and sessions."""
