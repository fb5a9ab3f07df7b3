"""What stands in each tab: header and rows found, cells read, problems as values with their Indonesian sentences.

Others use: `check_unit` (unit_tab), `read_master` (master_tab), `read_control` (control_tab), `guide_rows` (guide_tab),
`Problem` (problem).

    control_tab  Kendali, read and written
    guide_tab    Petunjuk as rows
    row_rules    rules over several cells or rows
    sentences    every sentence clerks, desk and PPID read, in Indonesian
    problem      a problem as a value, and where it is
    columns      the header row → which column has which role
    layout_loss  what a tab lost of its dropdowns and protection
    rows         which rows of a tab are rows
    master_tab   Induk → rows, classes and ticks
    unit_tab     a unit's tab → rows and problems
"""
