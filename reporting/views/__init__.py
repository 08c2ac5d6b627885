"""The project lead's pages: the figures, and the reports ordered from them."""
