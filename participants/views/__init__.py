"""Pages about a participant; each leads back to the participant's page at the coach's desk."""
