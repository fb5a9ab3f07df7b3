"""Use cases: what a command does with workbook, ledger and target. The only place where plan and adapters meet.

Others use: `run_lock` (run_lock), `Doors`, `take_snapshot`, `sync` (sync), `PublishContext`, `resend`, `roll_back`,
`resume`, `write_day` (republish), `back_up` (backup), `examine` (doctor), `OfficeStatus`, `read_status`, `next_steps`
(status), `save_plan`, `load_plan` (saved_plan), `ImportPlan`, `plan_import`, `write_import` (import_list),
`plan_rename`, `plan_merge`, `carry_out_units` (change_units), `print_papers`, `office_ledger`, `sources_of` (print),
`write_evidence` (evidence), `LinkReport`, `ask_links` (links), `Teller`, `tell`, `send_now`, `show` (messages),
`GivenDecree`, `attach_decree` (decree).

    run_log        dip-runs.jsonl: one line a run
    run_lock       the lock of a run
    heartbeat      somebody outside is told that a run went well
    deliver        a site to the target, with its receipt; what is known of the target before it is read
    print          dip print: the papers of the procedure as files
    evidence       dip evidence: proof for the monev as files
    links          dip links: are the documents open to a citizen
    republish      dip publish: what is public, again, without the workbook
    saved_plan     a plan kept in a file, and whether it is stale
    sync           dip sync: take a snapshot, plan, apply in an order that a crash cannot hurt
    decree         dip decree: the signed decree is looked at, filed and recorded
    import_list    dip import: the rows of a list into the units' tabs
    arrange        the layout of a workbook in use: dip init --layout, dip doctor --repair-layout
    moved_rows     rows of one unit's tab moved beneath those of another, whole or not at all
    change_units   dip units: a unit gets another name, code or tab, or is joined to another
    backup         dip backup: what cannot be made again, of one moment, in a zip
    backup_source  what dip restore can start from
    witnesses      who else knows what was decided: receipt, log, target, a ledger that is still there
    recovery       recovery after a loss: what is left is read; what becomes of it is decided, shown and done
    restore        dip restore: the ledger of a backup put back
    rebuild        dip rebuild: a ledger where there is none
    schedule       when dip runs by itself: units and lines of a crontab as text
    scheduler      what runs it on this machine: systemd or cron
    kept_matters   what was due by law after a run, as its line in dip-runs.jsonl keeps it
    status         dip status: how the office stands, from what runs left
    messages       dip messages: what waits is told to the people concerned
    doctor         dip doctor: is every part well
"""
