"""The only writers of checklists, assessments, sessions with attendance and moves on the staircase."""
