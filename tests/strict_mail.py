"""Reads every mail that the tests made, as a strict receiver does.

Usage: strict_mail.py FOLDER. Each line of the output is a defect.
"""

import email
import email.policy
import pathlib
import re
import sys

# RFC 5322, section 2.1.1: a line must not have more characters than the first, and should not have more than the second.
LONGEST_LINE, LONG_LINE = 998, 78
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
AUTOMATIC = (None, "auto-replied", "auto-generated")


def defects(raw):
    """Yields what a strict reader finds wrong with a mail."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        yield from (f"{type(defect).__name__}: {defect}" for defect in part.defects)
        for name, value in part.items():
            yield from (f"{name}: {type(defect).__name__}: {defect}" for defect in value.defects)
    yield from wrong_lines(raw)
    yield from wrong_headers(message)
    yield from wrong_bodies(message)


def all_defects(raw):
    """Yields the same, and the error of a reader that gives up."""
    try:
        yield from defects(raw)
    except Exception as error:  # Whatever it is, a receiver would have it too.
        yield f"cannot be read: {error!r}"


def wrong_lines(raw):
    head, _, _ = raw.partition(b"\r\n\r\n")
    for line in raw.split(b"\r\n"):
        if len(line) > LONGEST_LINE:
            yield f"a line of {len(line)} bytes"
        if b"\n" in line or b"\r" in line:
            yield "a line break that is not CRLF"
    if not head.isascii():
        yield "a header that is not ASCII"
    for line in head.split(b"\r\n"):
        # A line without a space after its first word cannot be folded.
        if len(line) > LONG_LINE and b" " in line.strip().partition(b" ")[2]:
            yield f"a header of {len(line)} bytes that could be folded: {line[:60]}"


def wrong_headers(message):
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        if len(message.get_all(name, [])) != 1:
            yield f"not one {name}"
            return
    for name in ("From", "To"):
        addresses = message[name].addresses
        if len(addresses) != 1 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", addresses[0].addr_spec):
            yield f"{name} is not one address: {message[name]!r}"
    for name in ("From", "To", "Subject"):
        if DIRECTION_MARKS.search(str(message[name])) or "\n" in str(message[name]):
            yield f"{name} holds marks: {message[name]!r}"
    if not MESSAGE_ID.fullmatch(str(message["Message-ID"]).strip()):
        yield f"Message-ID: {message['Message-ID']!r}"
    if message["Auto-Submitted"] not in AUTOMATIC:
        yield f"Auto-Submitted: {message['Auto-Submitted']!r}"


def wrong_bodies(message):
    kinds = [part.get_content_type() for part in message.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield f"parts: {kinds}"
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        if part is None:
            yield f"no {kind} part"
            continue
        try:
            text = part.get_payload(decode=True).decode("utf-8")
        except UnicodeDecodeError as error:
            yield f"{kind}: {error}"
            continue
        if not text.strip():
            yield f"the {kind} part is empty"
        if kind == "html" and "white-space" in text:
            yield "the layout of the HTML part rests on a style"


def main():
    mails = sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))
    wrong = 0
    for mail in mails:
        for defect in all_defects(mail.read_bytes()):
            wrong += 1
            print(f"{mail}: {defect}")
    print(f"{len(mails)} mails, {wrong} defects")
    return 0 if mails and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
