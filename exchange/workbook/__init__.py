"""The project workbook: what it holds, how it is opened, read, checked, compared and written."""
