"""A TLS class needs evidence that nothing contradicts."""
HEADER = ("sender,domain,messages,tls1_0,tls1_0_pct,tls1_1,tls1_1_pct,tls1_2,tls1_2_pct,tls1_3,tls1_3_pct,ssl,"
          "ssl_pct,none,none_pct,unknown,unknown_pct")
CASES = [
    Case("mixed case, upper", "tls --tz UTC --auth none --format csv exchange/03-mixed-case/upper",
         out=[HEADER]),
]
