"""Pages about projects, and about who works where."""
