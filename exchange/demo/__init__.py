"""The demo projects: five from public project descriptions, one invented, all with invented people.

Each project is a module that writes the rows of one workbook in the project workbook's own format;
`build.py` turns the rows into files. docs/demo.md says of every figure whether it comes from the
source, is inferred, or is invented. Nothing here needs Django or a database.
"""
