"""Adapters to the web server, the target: a folder, SFTP, FTP, S3 or a git branch behind one Protocol.

Others use: `Target` (target), `open_target`, `folder_target`, `only_here` (open_target), `steps`, `Steps` (steps),
`Receipt`, `ReceiptFile` (receipt), `Evidence` (ours).

    ours         what at a target is ours, by manifest, journal and receipt
    target       the Protocol: read what is there, publish what should be
    receipt      what was begun and completed at the target, in a file beside dip.toml
    last_seen    what the last run saw at the target, in a file beside dip.toml
    secret       what key_file and the environment hold: a password, or a key
    ssh          host keys, keys, the environment in which git runs
    steps        which files are sent and removed, in which order; the journal of a publish under way
    store        the Protocol of a server that keeps files
    workspace    the names a publish needs for itself, and others where they are taken
    inventory    which files are at the target: ours, altered, foreign
    folder       a folder of this machine as store
    sftp_batch   many small SFTP requests at once
    sftp_login   a trusted connection to an SSH server
    sftp         an account on an SSH server as store
    ftp_session  one connection to an FTP server
    ftp          an account on an FTP server as store
    s3_manifest  whether manifest.json in a bucket is still the one that was read
    s3_complaints  what an S3 library complains of, as sentences
    s3           an S3 bucket as store
    publisher    any store as target: look, stage, move into place, verify
    patient_process  a program that talks to a server, ended when it is silent for too long
    git_complaints  what git complains of, as sentences
    git          a branch as target
    likeness     whether a page is the one that was sent, though somebody wrote into it
    read_back    the site read at its public address
    open_target  which adapter an address opens
"""
