"""Categories as a language model reads them, behind a server that the user names."""
