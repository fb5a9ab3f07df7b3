"""The legal calendar, pure: what the ledger knows, the law's dates and the office's day → what is due by law.

Others use: `DueMatter`, `due_matters`, `matter_lines` (due), `Law`, `read_law` (law).

What is found here is for the people of the office alone: it stands in `Kendali`, in `dip status` and in messages, and
in no byte of the site.

    law             sheets_templates/kalender.toml and wajib.toml as values, the office's before ours
    days            days to come: after months, at the end of a retention, of an exclusion, of a period
    found           something that is due, before it is said
    entry_matters   what is due of entries: renewed too long ago, kept long enough, excluded long enough
    office_matters  what is due of the office: establishment, units that are silent, the report, kinds that lack
    due             everything that is due, in order and in words
"""
