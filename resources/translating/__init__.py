"""Catalogs of languages: made from the code, merged, compiled and checked. Development only."""
