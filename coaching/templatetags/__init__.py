"""What the desk's templates can load."""
