"""Letters that the site sends to those who work with it. None tells of a participant.

A letter with a code is sent by the process that made the code, right after its commit, and not by a task: a
task takes ids, and the code is stored nowhere that it could be read from. The mail server gets some seconds
(MAIL_TIMEOUT in config/mail.py). A letter that didn't get through is said to whoever caused it, who sends
again; the log says that it happened, and to whom not.
"""

import logging
import smtplib
from dataclasses import dataclass, field
from typing import Final

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

log = logging.getLogger(__name__)

# Which of them somebody reads isn't known before they have been here.
LANGUAGES: Final = ("sv", "en")


@dataclass(slots=True)
class Letter:
    """One mail to one address. `lost` is true once it has turned out that it didn't get through."""

    template: str
    to: str = field(repr=False)
    facts: dict[str, object] = field(repr=False)
    lost: bool = False

    def send(self) -> None:
        """Hand the letter to the mail server; a failure is noted in `lost` and in the log."""
        parts = []
        for language in LANGUAGES:
            with translation.override(language):
                parts.append(render_to_string(self.template, self.facts).strip())
        with translation.override(LANGUAGES[0]):
            # Neutral on purpose: subjects are shown on locked screens.
            subject = gettext("Message from Jobbredo")
        try:
            EmailMessage(subject, "\n\n--\n\n".join(parts) + "\n", to=[self.to]).send()
        except (OSError, smtplib.SMTPException) as error:
            # The server's words may repeat the address.
            log.error("A letter could not be sent: %s", type(error).__name__)  # noqa: TRY400  no trace either
            self.lost = True
