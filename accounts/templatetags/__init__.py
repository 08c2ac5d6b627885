"""What templates of every app can load."""
