"""An HTTP exchange as bytes: what is sent, what comes back, and what each byte means.

`compose` makes the bytes of a request and `client` sends them; `exchange` is what went over the wire; `spans`, `lines`
and `meaning` explain it. Only `client` and `transport` import httpx.
"""
