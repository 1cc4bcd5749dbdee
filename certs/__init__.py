"""The trusted room: the language of goals, the checker, its rules, and the committed certificates.

Nothing here imports anything but Python's standard library, and nothing here knows the other rooms.
``python -S -E -s -m certs check PATH...`` replays certificates and accepts or rejects each.
"""
