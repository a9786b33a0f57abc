"""Pages: from the site to a template and a view for each file that readers open."""
