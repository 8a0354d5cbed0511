"""The overview of coaching: quality of work, and where assessments stand, each figure with its list."""
