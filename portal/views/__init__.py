"""Pages for people outside the staff: employers, referrers, and participants by their own link."""
