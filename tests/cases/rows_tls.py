"""A TLS class needs evidence that nothing contradicts."""
EVENTS = "events --tz UTC --format csv "
ANNA = ("2026-11-20T10:00:01+00:00,mx,postfix/submission/smtpd,anna@example.org,example.org,anna@example.org,PLAIN,"
        "anna@example.org,192.0.2.10,tls1_3,TLS_AES_256_GCM_SHA384,2,1000,4A1B2C3D4E")
SCANNER = ("2026-11-20T10:05:01+00:00,mx,postfix/submission/smtpd,scanner@example.org,example.org,"
           "scanner@example.org,LOGIN,scanner@example.org,192.0.2.77,unknown,,1,500,5B1B2C3D4F")
CASES = [
    Case("17: a TLS line of another client", EVENTS + "postfix/17-connect-lines-dropped/mail.log",
         out=[ANNA, SCANNER]),
    Case("17b: certain stays certain", EVENTS + "postfix/17b-connect-lost-mid/mail.log", out=[ANNA, SCANNER]),
    Case("17b: the reason is the true one", "check --format csv postfix/17b-connect-lost-mid/mail.log",
         out=["note,messages whose session began before the input,1,2,add the log file before the first one"],
         not_out=["XCLIENT"]),
    Case("no cipher of somebody else", EVENTS + "hostile/tls-of-another-client.log",
         out=["2026-11-09T10:05:00+00:00,mail,postfix/submission/smtpd,bert@example.org,example.org,bert@example.org,"
              "PLAIN,bert@example.org,192.0.2.2,unknown,,1,100,4D1000001"],
         err=["lines were dropped"]),
]
