"""What becomes of ordered reports when processes die."""
