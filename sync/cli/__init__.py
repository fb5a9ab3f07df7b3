"""What people type: the command `dip`. It reads arguments, calls a use case of `run/` and prints the outcome.

Others use: `main` (main), the entry point `dip`.

    language     the operator's language
    moments      days and minutes as the operator's language writes them
    usage        help and usage errors in the operator's language
    terminal     how lines come onto the screen: plain, or with colours by rich; -q and -v
    json_report  one JSON document a run
    text_report  plan, check and run as lines; Markdown
    progress     the progress line on a terminal
    common       options, errors, printing; opens workbook, ledger and target
    questions    what dip init asks
    init         dip init
    import_questions  what `dip import` asks
    import_answers  all answers to `dip import` as one command
    import_report  what `dip import` understood, as lines and as a document
    import_list  dip import
    backup       dip backup, dip restore, dip rebuild
    print        dip print
    decree       dip decree: the signed decree comes back
    evidence     dip evidence
    stats        dip stats: counts as a table, as JSON, as CSV
    publish      dip publish, and what it prints
    links        dip links: a table, as JSON, as CSV
    units        dip units rename, dip units merge
    status_page  how the office stands as a page for a browser
    status       dip status
    sync         dip sync, and what follows a run
    schedule     dip schedule
    messages     dip messages: what waits for whom, shown, sent, copied
    doctor       dip doctor
    fleet_common  what the commands of dip fleet share
    fleet_page   how all offices stand as a page for a browser
    fleet_status  dip fleet status
    fleet_all    dip fleet check, plan, backup, upgrade
    fleet_work   dip fleet migrate, dip fleet work
    fleet        dip fleet: many offices on one machine
    national     dip national: harvest, build, work, serve
    main         check, plan, history, serve
    fleet_office  what a process of the fleet imports, and the commands in it
    fleet_office_shared  the same, for an office whose ledger is in a database
"""
