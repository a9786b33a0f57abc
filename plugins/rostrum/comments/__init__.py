"""The conversation about a post: comments in threads, and the little HTML they may be."""
