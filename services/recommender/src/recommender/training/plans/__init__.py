"""What was recommended to whom."""
