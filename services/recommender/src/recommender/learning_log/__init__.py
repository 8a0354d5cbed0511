"""What was learned, in which order: gapless positions, of which the model is a fold."""
