"""What stands in each tab of the workbook: header, rows, cells, and what is wrong with them, told in Indonesian.
`Induk` is the master tab.

Others use: `read_unit_tab`, `Reading` (unit_tab), `read_master`, `MasterRow`, `MasterReading` (master_tab),
`read_control`, `write_control`, `Control` (control_tab), `guide_rows` (guide_tab),
`find_columns`, `Columns` (header_row),
`find_duplicates`, `check_class` (row_rules), `Problem`, `make_problem` (problem), `lost_dropdowns`, `lost_protection`
(layout_loss), `find_tab`, `as_written` (tab_names), `first_free`, `row_cells`, `as_row` (added_rows).

    guide_tab           Petunjuk as rows, for staff to read
    row_rules           rules over several cells or rows → flaws, without a place
    clerk_sentences     the words for clerks: every sentence about a cell, in Indonesian
    approval_sentences  the words for desk and PPID in `Induk`, in Indonesian
    control_sentences   the words of `Kendali`: what needs attention, who waits for whom, what a run did
    problem             a flaw at its place, with its sentence
    tab_names           which tab bears a name
    header_row          the header row recognised: which column has which role
    layout_loss         dropdowns and protection that a tab lost
    added_rows          rows that are written beneath those of a unit's tab
    pasted_rows         rows that were pasted with their columns in another order
    rows                which rows of a tab are rows
    no_entry            rows that people put between entries or beneath them and that are none
    control_tab         Kendali, read and written
    master_tab          Induk → rows, classes and what the boxes say
    unit_tab            a unit's tab → rows and problems
"""
