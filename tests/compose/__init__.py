"""The compose files and Dockerfiles, read as Docker reads them, and run as local processes."""
