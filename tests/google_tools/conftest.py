"""The tools are run by tests/workbook/google/test_google_server_recorded.py; pytest itself collects nothing here."""

collect_ignore_glob = ["*.py"]
