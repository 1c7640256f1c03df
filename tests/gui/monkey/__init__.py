"""Monkey test: a seeded user does whatever comes to mind on the real window.

Everything goes through events of mouse, keys, drops and menus, and only where a person could do
it: dialogs are answered before anything else is touched, disabled actions are left alone. Begin
with `monkey.py`; the deeds are in `on_*.py`, what must be true after each of them in `truths.py`.
"""
