"""Protocol logs and tracking of Exchange: verbs, gaps, cuts, advice."""
HEADER = ("sender,domain,messages,tls1_0,tls1_0_pct,tls1_1,tls1_1_pct,tls1_2,tls1_2_pct,tls1_3,tls1_3_pct,ssl,"
          "ssl_pct,none,none_pct,unknown,unknown_pct")
CLASSES = ("tls1_0", "tls1_1", "tls1_2", "tls1_3", "ssl", "none", "unknown")


def sender(address, messages, tls):
    """A row of tls with all messages in one class."""
    cells = [f"{messages},100.00" if name == tls else "0,0.00" for name in CLASSES]
    return f"{address},{address.split('@')[1] if '@' in address else ''},{messages}," + ",".join(cells)


def tls(name, folder, rows, auth="only", **more):
    return Case(name, f"tls --tz UTC --auth {auth} --format csv exchange/{folder}", only=[HEADER, *rows], **more)


CASES = [
    tls("mixed case: upper", "03-mixed-case/upper", [sender("EXAMPLE\\scan", 1, "tls1_0")]),
    tls("mixed case: anonymous", "03-mixed-case/anon-lower", [sender("printer@example.org", 1, "none")], "none"),
    tls("mixed case: 2010 lower", "03-mixed-case/2010-lower", [sender("EXAMPLE\\scan", 1, "unknown")]),
    tls("mixed case: 2010 upper", "03-mixed-case/2010-upper", [sender("EXAMPLE\\scan", 1, "unknown")]),
    Case("mixed case: refused login", "events --failures --tz UTC --format csv exchange/03-mixed-case/fail-lower",
         holds=["EX1\\Client Frontend EX1,,192.0.2.71,LOGIN,"]),
    tls("being written: whole and cut row", "14-being-written/MSGTRK2026110208-1.LOG",
        [sender("scanner@example.org", 1, "unknown")]),
    tls("being written: min", "14-being-written/min", []),
    tls("being written: b", "14-being-written/b", []),
    tls("being written: c", "14-being-written/c", [sender("ivan@example.org", 1, "unknown")]),
    tls("being written: d", "14-being-written/d", [sender("scanner@example.org", 1, "unknown")]),
    *[Case(f"being written: {name} is malformed", f"check --strict --tz UTC --format csv exchange/14-being-written/{name}",
           out=[f"note,lines that fit no log format,1,{lines},see the notes on the inputs"], status=3)
      for name, lines in (("min", 6), ("b", 6), ("c", 7), ("d", 11))],
    tls("gap", "27-blog/gap", [sender("app@example.org", 1, "unknown")], "none",
        err=["1 of 1 messages stood in rows that are missing"]),
    tls("no gap", "27-blog/nogap", [sender("app@example.org", 1, "tls1_0")], "none"),
    tls("cut", "01-cut/cut", [sender("", 1, "unknown")], "any"),
    tls("cut2", "01-cut/cut2", [sender("", 2, "unknown")], "any"),
    tls("cut2, by envelope", "01-cut/cut2", [sender("", 1, "unknown"), sender("a@example.org", 1, "unknown")], "none"),
    tls("externally secured", "23-extsecured/MSGTRK2026110208-1.LOG",
        [sender("app@example.org", 1, "unknown"), sender("printer@example.org", 1, "unknown")], "none"),
    tls("externally secured: no login", "23-extsecured", []),
    tls("externally secured: with the protocol log", "23-extsecured",
        [sender("app@example.org", 1, "none"), sender("printer@example.org", 1, "unknown")], "none"),
    tls("front end only", "22-fe-only", [],
        err=["2 logins were handed over to a Hub", "MessageTracking"]),
    Case("front end only: check", "check --tz UTC --format csv exchange/22-fe-only",
         out=["problem,\"logins handed over to a Hub, whose messages are not in the input\",2,,"
              "add Hub\\ProtocolLog\\SmtpReceive or TransportRoles\\Logs\\MessageTracking: the Front End does not "
              "see them"]),
    tls("2007", "16-2007", [sender("EXAMPLE\\anna", 1, "none")]),
    tls("edge", "07-edge", [sender("partner@example.net", 1, "tls1_2")], "none"),
    tls("edge: advice", "07-edge/MessageTracking", [sender("partner@example.net", 1, "unknown")], "none",
        err=["Set-ReceiveConnector \"EDGE1\\Default internal receive connector EDGE1\""],
        not_err=["Client Proxy", "Client Frontend"]),
    Case("edge: advice of check", "check --tz UTC --auth any --format csv exchange/07-edge/MessageTracking",
         not_out=["Client Proxy", "Client Frontend"]),
    Case("kerberos: the refused login has its account", "events --failures --tz UTC --format csv "
         "exchange/20-kerberos/RECV2026110208-1.LOG",
         holds=["EX1\\Client Frontend EX1,EXAMPLE\\SRV$,192.0.2.70,GSSAPI,"]),
    Case("kerberos: so has the other", "events --failures --tz UTC --format csv exchange/20-kerberos/fallback",
         holds=["EX1\\Default Frontend EX1,EXAMPLE\\SRV$,192.0.2.70,NTLM,"]),
    tls("kerberos: later mail is not that user's", "20-kerberos/fallback", [sender("srv@example.org", 1, "none")],
        "none"),
    tls("kerberos: nor is it a login's", "20-kerberos/fallback", []),
]
