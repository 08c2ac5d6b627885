"""The coach's desk: the caseload, one participant, and what is assessed and decided about them."""
