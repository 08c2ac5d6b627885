"""The forms of supported employment: what is agreed in each step, and how it begins, moves and ends."""
