"""The Swedish words for stored codes, as the workbook writes them (see participants/words.py)."""

CONTACT_KIND = {"visit": "besök", "phone": "telefon", "email": "e-post", "meeting": "möte"}
