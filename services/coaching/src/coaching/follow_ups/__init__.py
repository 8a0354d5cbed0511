"""Follow-ups: what is still to be done about a trainee after an assessment, until it is done."""
