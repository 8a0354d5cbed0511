"""Who changed a skill, when and how."""
