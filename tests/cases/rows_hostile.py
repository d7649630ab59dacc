"""Nothing in an input makes a run fall over, or gives one sender what is another's."""
HEADER = "sender,domain,messages,recipients,bytes"
CASES = [
    Case("journal export without MESSAGE",
         "volume --tz UTC --format csv hostile/journal-export-without-message.export", only=[HEADER]),
    Case("stamps that fall are said",
         "volume --tz UTC --auth any --format csv --now 2026-11-25T00:00:00Z hostile/jobs-disorder.log",
         out=[HEADER], err=["stamps step back by more than a second in 1 places"]),
]
