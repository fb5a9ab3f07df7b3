"""DIP Sync: an Indonesian public office's Daftar Informasi Publik, from spreadsheet to web site, with approval in between."""
