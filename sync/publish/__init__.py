"""Adapters to the web server: a folder, SFTP, FTP, S3 or a git branch behind one Protocol.

Others use: `Target` (target), `open_target` (open_target).

    target       the Protocol: read what is there, publish what should be
    last_seen    what the last run saw there
    ssh          how an SSH server is known: host keys, keys, secrets
    git_ssh      git's environment
    steps        the journal, and which file goes first
    store        the Protocol of a server that keeps files
    s3           an S3 bucket
    sftp_batch   many small SFTP questions at once
    sftp         an account on an SSH server
    strangers    what is not ours
    folder       a folder as target
    ftp          an account on an FTP server
    inventory    what is there, by listing and reading
    git          a branch as target
    publisher    any store as target
    read_back    the site read at its public address
    open_target  which adapter an address opens
"""
