"""The files of Sveltia CMS that pelican-rostrum publishes; they have no code in Python."""
