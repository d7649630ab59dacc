"""Names of services, requeues, second passes, evidence and advice of Postfix logs."""
HEADER = "time,kind,host,service,account,client,mechanism,reason_class,reason"
SERVICE = "host,service,"
LOGIN = "login,mx,postfix/smtpd,,192.0.2.10,PLAIN,,"
VOLUME = ["sender,domain,messages,recipients,bytes", "anna@example.org,example.org,1,2,1000",
          "scanner@example.org,example.org,1,1,500"]
TLS = ["anna@example.org,example.org,1,0,0.00,0,0.00,0,0.00,1,100.00,0,0.00,0,0.00,0,0.00",
       "scanner@example.org,example.org,1,1,100.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00"]
CSV = "--tz UTC --format csv --now 2026-11-21"
CASES = [
    Case("48 empty reason", f"events --failures {CSV} postfix/48-empty-reason/mail.log",
         only=[HEADER, "2026-11-20T10:00:00+00:00," + LOGIN, "2026-11-20T10:00:01+00:00," + LOGIN]),
]
