"""What trainees answered about a coach, readable in groups of at least five trainees alone."""
