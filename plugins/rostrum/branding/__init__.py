"""The look of a company: readable colours, fonts, and the one stylesheet of a site.

Begin with `stylesheet`. It knows no settings and no views.
"""
