"""What people type: the command `dip`, thin. It reads arguments, opens the doors, calls a use case, tells the outcome.

Others use: `main` (main), the entry point `dip`.

    json_report   one JSON document a run
    common        options, printing, errors, shared by the commands
    init          dip init
    probe         dip doctor --probe-google
    progress      the progress line on a terminal
    publish_text  what dip publish prints
    publish       dip publish
    text_report   a plan, a check, a run as lines
    main          check, plan, sync, history, doctor, serve, print
"""
