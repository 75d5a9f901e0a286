"""The classifier contract, BERT, and the one neural training loop."""
