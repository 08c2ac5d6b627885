"""The Swedish words for stored codes, as the workbook writes them (see participants/words.py)."""

SESSION_KIND = {
    "talk": "enskilt samtal",
    "job_club": "jobbklubb",
    "weekly_meeting": "veckomöte",
    "seminar": "seminarium",
    "role_model": "förebild",
    "study_visit": "studiebesök",
    "study_circle": "studiecirkel",
    "theme_day": "temadag",
    "three_party_talk": "trepartssamtal",
    "other": "annat",
}
