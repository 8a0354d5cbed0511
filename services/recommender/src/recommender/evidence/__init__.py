"""What each agent's finished cases say about the skills they have shown. Pure."""
