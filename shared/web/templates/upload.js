// The script that sends files.
