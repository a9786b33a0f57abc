"""Cache between builds, and detection of changes.

`store` caches content by digest, `file_index` file digests by stamp, `output_manifest` the digest
of each output file's inputs; `up_to_date` detects changes since the last build. All files are in
the user's cache folder. The package is independent of the content model.
"""
