"""Campaigns: one approved text to many employers, each letter numbered by itself (docs/adr/0010-campaigns.md)."""
