"""Nothing in an input makes a run fall over, or gives one sender what is another's."""
CASES = [
    Case("journal export without MESSAGE", "volume --tz UTC --format csv hostile/journal-export-without-message.export",
         only=["sender,domain,messages,recipients,bytes"]),
]
