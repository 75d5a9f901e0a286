"""Error categories: reviews in, scores and evidence spans out."""
