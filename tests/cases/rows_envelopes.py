"""Whatever loggers and tools put around a line, it is the same line."""
HEADER = ("sender,domain,messages,tls1_0,tls1_0_pct,tls1_1,tls1_1_pct,tls1_2,tls1_2_pct,tls1_3,tls1_3_pct,ssl,"
          "ssl_pct,none,none_pct,unknown,unknown_pct")
ANNA = "anna@example.org,example.org,1,0,0.00,0,0.00,0,0.00,1,100.00,0,0.00,0,0.00,0,0.00"
SCANNER = "scanner@example.org,example.org,1,1,100.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00"
A_AND_S = ["03-docker-journald", "04-docker-logs-t", "05-notag-no-host-docker-t", "06-bokysan-plain",
           "07-bokysan-json", "09a-freebsd-v", "09b-freebsd-vv", "10-no-hostname",
           "45-docker-journald-json"]
CASES = []
for name in A_AND_S:
    path = f"postfix/{name}/mail.log"
    CASES += [
        Case(f"{name}, TLS", f"tls --tz UTC --format csv {path}", only=[HEADER, ANNA, SCANNER]),
        Case(f"{name}, volume", f"volume --tz UTC --format csv {path}",
             only=["sender,domain,messages,recipients,bytes",
                   "anna@example.org,example.org,1,2,1000",
                   "scanner@example.org,example.org,1,1,500"]),
    ]
CASES += [
    Case("31, a later stamp with a year dates what stands before it",
         "pivot --rows day --tz UTC --format csv --values messages postfix/31-old-bsd-then-rfc3339/mail.log",
         out=["2024-06-05,1", "2024-06-20,1", "2026-06-05,1"]),
]
