"""Use cases: where plan, workbook, ledger and target meet.

Others use: `take_snapshot`, `sync` (sync), `resend`, `roll_back`, `resume` (republish), `diagnose` (doctor).

    print       the two PDFs as files
    republish   what is public, again without the workbook
    saved_plan  a plan kept in a file
    sync        take a snapshot, plan, apply; the lock; dip-runs.jsonl
    doctor      is every part well
"""
