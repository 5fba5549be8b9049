"""What readers add: notes in the margin, answers, groups."""
