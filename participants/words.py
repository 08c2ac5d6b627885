"""The Swedish words for stored codes, as the workbook and the report write them.

These words are a file format: what one installation writes another one reads. They therefore
don't follow the reader's language, and a word is added here, never changed. Keys are the codes
of `participants.codes`.
"""

GENDER = {"woman": "kvinna", "man": "man", "nonbinary": "icke-binär", "unknown": "okänt"}

ANSWER = {
    "yes": "ja",
    "no": "nej",
    "unknown": "okänt",
    "not_asked": "ej tillfrågad",
    "declined": "vill ej svara",
}

EXIT_CAUSE = {
    "work": "arbete",
    "studies": "studier",
    "own_business": "eget företag",
    "moved": "flytt",
    "illness": "sjukdom",
    "family": "familjeskäl",
    "back_to_referrer": "åter till anvisare",
    "own_request": "egen begäran",
    "stopped_attending": "uteblivit",
    "project_ended": "projektet slut",
    "other": "annan orsak",
}

# Stands where a cause would stand, but is none: the enrolment never happened.
REGISTERED_BY_MISTAKE = "felregistrerad"

EXIT_DESTINATION = {
    "work": "arbete",
    "studies": "studier",
    "own_business": "eget företag",
    "programme": "program",
    "job_seeking": "arbetssökande",
    "outside_labour_force": "utanför arbetskraften",
    "unknown": "okänt",
}

ENTRY_STATUS = {
    "employed": "anställd",
    "unemployed": "arbetslös",
    "inactive": "inaktiv",
    "inactive_in_education": "inaktiv i utbildning",
    "unknown": "okänt",
}

SUPPORT_SOURCE = {
    "wage": "lön",
    "own_business": "eget företag",
    "study_finance": "studiemedel",
    "social_assistance": "försörjningsstöd",
    "introduction_benefit": "introduktionsersättning",
    "establishment_benefit": "etableringsersättning",
    "unemployment_benefit": "a-kassa",
    "activity_support": "aktivitetsstöd",
    "sickness_benefit": "sjukpenning",
    "extra_service": "extratjänst",
    "none": "ingen",
}

EPISODE_KIND = {
    "work_placement": "arbetspraktik",
    "work_training": "arbetsträning",
    "language_placement": "språkpraktik",
    "vocational_course": "yrkesutbildning",
    "studies": "studier",
    "employment": "anställning",
    "own_business": "eget företag",
    "programme": "program",
}

SUBSIDY = {
    "none": "utan",
    "new_start_job": "nystartsjobb",
    "wage_subsidy": "lönebidrag",
    "entry_recruitment": "instegsjobb",
    "extra_service": "extratjänst",
    "introduction_job": "introduktionsjobb",
    "establishment_job": "etableringsjobb",
}

CRITERION_STATE = {"met": "uppfyllt", "partly": "delvis", "not_met": "ej uppfyllt"}

ASSESSOR = {"coach": "coach", "participant": "deltagare"}

CV_ENTRY_KIND = {
    "experience": "erfarenhet",
    "skill": "färdighet",
    "education": "utbildning",
    "language": "språk",
    "driving_licence": "körkort",
}

FOLLOW_UP_KIND = {"days_90": "90 dagar", "months_6": "6 månader"}

FOLLOW_UP_OUTCOME = {
    "work": "arbete",
    "studies": "studier",
    "programme": "program",
    "job_seeking": "arbetssökande",
    "outside_labour_force": "utanför arbetskraften",
    "not_reached": "ej nådd",
}

SURVEY_QUESTION = {"chance": "chans", "developed": "utvecklats", "cooperation": "samarbete"}

CHANCE_ANSWER = {"yes": "ja", "no": "nej", "do_not_know": "vet ej"}
