"""The page where somebody takes over the account that they were invited to."""
