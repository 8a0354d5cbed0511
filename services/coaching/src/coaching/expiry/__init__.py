"""What becomes of assessments whose due date comes near and passes: warned first, then closed incomplete."""
