"""The demo: made-up data, and pages that exist only while `COOPHUB_DEMO` is on."""
