"""The ground: text in, frozen values out. Nothing here knows Django, a database or a request.

All places in text are half-open spans of Unicode code points (see `spans`).
"""
