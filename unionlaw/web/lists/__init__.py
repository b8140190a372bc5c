"""Lists: keyset paging, filters as chips, sorts, saved views and spreadsheet export, declared per list in one class."""
