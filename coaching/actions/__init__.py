"""The only writers of what the coach's desk holds: assessments, plans, activities, notes, steps and support.

In every action `by` is who does it, `on` today and `at` now, unless it says otherwise. A `key` becomes the
new row's public id, so that a form that is sent twice gives one row.
"""
