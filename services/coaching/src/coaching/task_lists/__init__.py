"""Lists of tasks, searched and with the assessments beside each, for those who may see them."""
