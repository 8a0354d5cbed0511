"""Lists of assessments, each for those who may see them."""
