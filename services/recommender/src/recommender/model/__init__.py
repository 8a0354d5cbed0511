"""From a case's words to the skills it calls for. No I/O: the model is a fold of the learning log."""
