"""Many offices on one machine: which there are, when each is due, and each run in a process of its own.

Others use: `FleetSettings`, `Robot`, `load_fleet` (fleet_settings), `FleetOffice` (office_look), `Remembered`
(office_copies), `find_offices`, `pick_offices` (fleet_offices), `spread` (timetable), `OfficeTask`, `TaskEnd`, `Pool`
(pool), `OfficeRecord` (office_record), `FleetState`, `read_state` (fleet_state), `ReadRow`, `open_row` (read_row),
`Light`, `OfficeHealth`, `FleetHealth`, `fleet_health` (fleet_health), `Chosen`, `run_fleet`, `run_over_all`
(fleet_run), `ask_for`, `Worker` (worker).

    fleet_settings  fleet.toml as values
    office_look     one office as its dip.toml and its disk show it, from outside
    office_copies   of an office and its copy, which one runs
    fleet_offices   which offices there are, and which is meant by a name
    timetable       pure: at which minute of the period an office is due
    pool            so many processes, each with one office in it, each with its time
    office_record   pure: what became of an office's last run, whether it is red, when it is started again
    fleet_state     what is remembered of all offices, in a file beside fleet.toml
    read_row        the reads of one Google account in the last minute, which no office exceeds
    read_table      the same for an account that several machines share, in their database
    machine_table   the machines of a fleet, in its database: when each was heard of last
    record_table    what a fleet on several machines remembers of its offices, in its database
    fleet_health    how all offices stand: which are red, since when, why, what to do
    fleet_run       dip fleet run: what is due is started; a command over all offices
    worker          dip fleet work: one of several machines that run the offices together
"""
