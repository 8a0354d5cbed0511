"""``python -m coaching`` runs the service."""

from coaching.main import main

if __name__ == "__main__":
    main()
