"""A stand-in for Google Sheets v4, the parts of Drive v3 around it, and Google's token endpoint, on loopback.

state        cell, sheet, book        what a spreadsheet holds; a change works on a copy
text         a1, locale, typed, render, formula, color, mask
changes      shift, cells, moves, sheets, overlays, batch    the kinds of `batchUpdate`
answers      view, values, spreadsheets, drive, tokens
strictness   schema                   requests and answers against Google's discovery documents
service      world, faults, routes, front    accounts, clock, quotas, hooks; HTTP

Sources of what it does stand at their place: [recorded] in tests/google_recorded, [documentation], [reported live].
"""
