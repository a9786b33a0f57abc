"""Comments on posts: threads, names of commenters, and sanitised HTML."""
