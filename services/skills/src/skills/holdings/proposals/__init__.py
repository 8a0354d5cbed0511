"""Skills proposed for a person, decided by a manager: under the same lock as what the person holds."""
