"""Lets ``python -m sentiment_lab`` stand in for the ``sentiment-lab`` command."""

from .cli.main import main

if __name__ == "__main__":
    main()
