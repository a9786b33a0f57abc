"""Series: installments, announced installments, and the checks of both.

Entry points: `installments`, `checks`. Nothing here knows pages or files.
"""
