"""What is due for a coach’s people, and why: computed from dated facts, never stored."""
