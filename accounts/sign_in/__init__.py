"""How people get in: e-mail and password, a second factor, passkeys, and how long a session lasts.

django-allauth does the signing in; what is here makes it ours: its views at our addresses behind our
markers, its forms in our words, what it keeps sealed, what it does in the audit log.
"""
