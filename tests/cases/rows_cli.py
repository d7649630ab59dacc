"""Nothing is silent, and what is typed is understood or refused."""
COLLIDE = "hostile/collide.log"
OUTSIDE = "no message in 2026-11-25; the log covers 2026-11-09 10:00"
CASES = [
    Case("collide, json", f"pivot --tz UTC --rows client --columns account --format json {COLLIDE}",
         not_out=['"messages":2,"messages":']),
    Case("collide, csv", f"pivot --tz UTC --rows client --columns account --format csv {COLLIDE}"),
    Case("a range outside the log", f"volume --tz UTC --on 2026-11-25 {COLLIDE}", err=[OUTSIDE]),
    Case("the same, strict", f"volume --tz UTC --on 2026-11-25 --strict {COLLIDE}", err=[OUTSIDE], status=3),
    Case("the same, check", f"check --tz UTC --format csv --on 2026-11-25 {COLLIDE}", err=[OUTSIDE]),
    Case("a sort by time in volume", f"volume --sort time {COLLIDE}", err=["--sort"], status=2),
    Case("an empty time", f"volume --since '' {COLLIDE}", err=["--since"], status=2),
    Case("a top of ten", f"volume --tz UTC --format csv --top 010 {COLLIDE}"),
    Case("today in a zone", f"volume --since 'today UTC' --now '2026-11-09 12:00 UTC' --tz UTC {COLLIDE}"),
    Case("a time to come", f"volume --until '2h left' --now '2026-11-09 12:00 UTC' --tz UTC {COLLIDE}"),
    Case("two blanks", f"volume --since '2026-11-09  10:00' --tz UTC {COLLIDE}"),
    Case("a zone with a sign", f"volume --tz UTC+2 {COLLIDE}", err=["+02:00"], status=2),
    Case("a rule as zone", f"events --tz CET-1CEST,M3.5.0,M10.5.0/3 --top 1 --format csv {COLLIDE}",
         not_out=["+00:00"]),
    Case("a mistyped command", f"volum {COLLIDE}", err=["did you mean volume?"], status=2),
    Case("a class that there is not", f"tls --where tls=TLSv9 {COLLIDE}", err=["TLSv9"], status=2),
    Case("a domain with @", f"volume --tz UTC --domain @x {COLLIDE}"),
]
