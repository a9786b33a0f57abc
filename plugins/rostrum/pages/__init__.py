"""Pages: the template and the view of each output file, made from the site."""
