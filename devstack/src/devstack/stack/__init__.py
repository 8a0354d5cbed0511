"""A whole stack in one state directory: its servers, its services, and the record of where they are."""
