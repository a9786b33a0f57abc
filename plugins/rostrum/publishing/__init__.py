"""Publication: the difference between a built site and a target, and its transfer."""
