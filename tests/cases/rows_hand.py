"""Names of services, second passes, evidence, reasons and advice of Postfix logs."""
FAILURES = "time,kind,host,service,account,client,mechanism,reason_class,reason"
LOGIN = "login,mx,postfix/smtpd,,192.0.2.10,PLAIN,,"
SIZES = ["sender,domain,messages,recipients,bytes", "anna@example.org,example.org,1,2,1000",
         "scanner@example.org,example.org,1,1,500"]
CLASSES = ["anna@example.org,example.org,1,0,0.00,0,0.00,0,0.00,1,100.00,0,0.00,0,0.00,0,0.00",
           "scanner@example.org,example.org,1,1,100.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00"]
CSV = "--tz UTC --format csv --now 2026-11-21"
CASES = [
    Case("11a sizes", f"volume {CSV} postfix/11a-syslog-name", only=SIZES),
    Case("11a TLS", f"tls {CSV} postfix/11a-syslog-name", out=CLASSES),
    Case("11b sizes", f"volume {CSV} postfix/11b-syslog-name-2x", only=SIZES),
    Case("11b TLS", f"tls {CSV} postfix/11b-syslog-name-2x", out=CLASSES),
    Case("40 advice", f"check {CSV} postfix/40-papertrail-no-pid", not_out=["add the log file before"],
         out=["note,messages whose lines carry no process id,2,2,\"nothing ties them to their session; log "
              "with the process id behind the tag, as in postfix/smtpd[123]:\""]),
    Case("43 second pass of local mail",
         f"volume --auth any --stats {CSV} postfix/43-pickup-through-amavis", only=SIZES[:1],
         err=["messages_reinjected               1"]),
    Case("44 statistics alone", f"volume --stats {CSV} postfix/44-disconnect-before-qmgr",
         out=["anna@example.org,example.org,1,2,1000"], err=["messages_by_statistics           0"]),
    Case("48 empty reason", f"events --failures {CSV} postfix/48-empty-reason/mail.log",
         only=[FAILURES, "2026-11-20T10:00:00+00:00," + LOGIN, "2026-11-20T10:00:01+00:00," + LOGIN]),
]
