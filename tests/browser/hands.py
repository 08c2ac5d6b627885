"""The hands of a coach: what is clicked and typed is counted, as docs/tasks.md states it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Hands:
    """A coach at a page. `clicks` are taps as well; `keys` are strokes besides the text of notes."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, what: Locator) -> None:
        """Click or tap once."""
        self.clicks += 1
        what.click()

    def follow(self, what: Locator) -> None:
        """Click on what leads to another page, and wait for it."""
        self.clicks += 1
        with self.page.expect_navigation():
            what.click()

    def into(self, date: Locator) -> None:
        """Click into the first part of a date, beside the sign that opens a calendar."""
        self.clicks += 1
        date.click(position={"x": 14, "y": 14})

    def press(self, keys: str) -> None:
        """Press keys where the focus is, one stroke each."""
        self.keys += len(keys)
        self.page.keyboard.type(keys)

    def choose(self, what: Locator, choice: str) -> None:
        """Open a list and take one of it: two taps."""
        self.clicks += 2
        what.select_option(choice)

    def write(self, what: Locator, text: str) -> None:
        """Write the text that the task is about: one click into the field, the strokes aren't counted."""
        self.clicks += 1
        what.fill(text)
