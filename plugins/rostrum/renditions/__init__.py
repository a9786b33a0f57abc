"""Renditions: a picture in the sizes and formats that pages show, encoded once and kept.

Entry points: `plan.plan_renditions` says which files a picture has, without reading it;
`encoder.encode` makes them; `store.RenditionStore` keeps them between builds. This package does not
know pages or templates.
"""
