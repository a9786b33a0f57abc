"""What a build keeps for the next one, and how it tells what changed.

`store` keeps content by digest, `file_index` knows files by their stamps, `output_manifest` what
each output file was made from, `up_to_date` whether anything changed. All of it lies in the user's
cache folder. Nothing here knows what a post is.
"""
