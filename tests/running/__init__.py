"""The services as processes on a real broker and database, and ways to see what they have done."""
