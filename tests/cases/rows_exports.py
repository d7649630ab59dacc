"""Exported reports and tables of Exchange, in the spellings of their makers."""
HEADER = ("sender,finding,report_messages,messages,report_tls1_0_pct,tls1_0_pct,report_tls1_1_pct,tls1_1_pct,"
          "report_tls1_2_pct,tls1_2_pct,report_tls1_3_pct,tls1_3_pct")
COMPARE = "exchange/17-compare"
LOG = f"{COMPARE}/RECV2026110208-1.LOG"


def compare(name, **expected):
    return Case(f"compare {name}", f"compare --tz UTC --format csv {COMPARE}/{name}.csv {LOG}", **expected)


# anna: 4 messages, half TLS 1.0 and half TLS 1.2; scanner: 2 messages with TLS 1.0.
EQUAL = ["ok", "old", "pctsign", "semicolon", "title", "blank", "camel", "type", "utf16", "utf16le-nobom", "case",
         "decimals", "total", "authproto", "fraction"]

VOLUME = "sender,domain,messages,recipients,bytes"
SCANNER = "scanner@example.org,example.org,1,1,3454"
AT = "2026-11-12T09:34:39+00:00"
LOCALES = ["bg-BG", "cs-CZ", "da-DK-new", "da-DK", "de-DE", "el-GR", "en-AU", "en-CA", "en-GB", "en-US-ps7", "en-US",
           "es-MX", "fi-FI", "fr-FR", "hu-HU", "iso-o", "iso-oz", "it-IT-old", "ja-JP", "ko-KR", "nl-NL", "pt-BR",
           "sk-SK", "sv-SE", "th-TH", "two-digit", "x-mixed-fi", "zh-CN", "zh-TW"]


def locale(name, *times, **expected):
    row = "{0},EX1,EX1\\Client Proxy EX1,scanner@example.org,example.org,scanner@example.org,LOGIN," \
          "scanner@example.org,192.0.2.70,unknown,,1,3454,{1}"
    out = [row.format(time, i + 1) for i, time in enumerate(times)]
    return Case(f"locale {name}", f"events --tz UTC --log-tz UTC --format csv exchange/19-locales/{name}.csv",
                out=out, **expected)


def joined(name, offset):
    """The stamps of another zone are taken for what the session starts say, in any log zone."""
    return [Case(f"{name}, read in {zone}",
                 f"volume --tz UTC --log-tz {zone} --since '2026-11-02 08:00' --until '2026-11-02 08:00:10' "
                 f"--format csv exchange/29-export-join/{name}.csv",
                 only=[VOLUME, "scanner@example.org,example.org,3,3,10362", "anna@example.org,example.org,2,2,6908"],
                 err=[f"UTC{offset}"] if zone != right else [], not_err=["they are taken as"] if zone == right else [])
            for zone, right in [("UTC", own(name)), ("Asia/Kathmandu", own(name)), (own(name), own(name))]]


def own(name):
    return "Europe/Berlin" if name == "berlin" else "America/New_York"


CASES = [compare(name, only=[HEADER]) for name in EQUAL] + [
    compare("paren", only=[HEADER, "anna@example.org,TLS differs,4,4,0,50.00,0,0.00,100,50.00,,0.00"]),
    compare("thousand", only=[HEADER, "anna@example.org,messages differ,1004,4,50,50.00,0,0.00,50,50.00,,0.00"]),
] + [locale(name, AT) for name in LOCALES] + [
    locale("nosec", "2026-11-12T09:34:00+00:00"),
    locale("x-multiline", AT, "2026-11-12T09:35:39+00:00"),
    locale("x-pm", "2026-11-12T00:34:39+00:00", "2026-11-12T12:35:39+00:00"),
    # 2 Jumada II 1448 in the Islamic calendar.
    Case("locale ar-SA", "volume --tz UTC --log-tz UTC exchange/19-locales/ar-SA.csv", status=3,
         err=["1 rows, the first in line 3, are not counted: their dates", "calendar"]),
    Case("locale x-ambig-noctx", "volume --tz UTC --log-tz UTC --format csv exchange/19-locales/x-ambig-noctx.csv",
         only=[VOLUME, SCANNER], err=["the dates of 1 rows, the first in line 2, are read as "]),
] + joined("berlin", "+01:00") + joined("newyork", "-05:00")
