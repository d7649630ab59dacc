#pragma once

#include <array>
#include <cstddef>
#include <string_view>

/// Words of logs and command lines, of which LogMutator makes others.

/// Behind the tag, whose last part stands in front of the bar. Letters behind '%': c client, q
/// queue id, n number, u user, s sender, v TLS version, k cipher, m mechanism.
inline constexpr std::array<std::string_view, 42> kTexts{
    "smtpd|connect from %c",
    "smtpd|disconnect from %c ehlo=2 starttls=1 auth=1 mail=%n rcpt=%n data=%n quit=1 commands=8",
    "smtpd|disconnect from %c ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6",
    "smtpd|disconnect from %c ehlo=1 auth=0/1 quit=1 commands=2/3",
    "smtpd|disconnect from %c starttls=0/1 commands=0/1",
    "smtpd|disconnect from %c",
    "smtpd|lost connection after DATA from %c",
    "smtpd|lost connection after STARTTLS from %c",
    "smtpd|Anonymous TLS connection established from %c: %v with cipher %k (256/256 bits)",
    "smtpd|Untrusted TLS connection established from %c to a.example: %v with cipher %k (128/128 "
    "bits)",
    "smtpd|%q: client=%c, sasl_method=%m, sasl_username=%u",
    "smtpd|%q: client=%c, sasl_method=%m, sasl_username=%u, sasl_sender=%s",
    "smtpd|%q: client=%c",
    "smtpd|%q: client=%c, orig_queue_id=%q, orig_client=%c",
    "smtpd|NOQUEUE: client=%c, sasl_method=%m, sasl_username=%u",
    "smtpd|proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as %q; from=<%s> to=<r@example.net> "
    "proto=ESMTP helo=<x>",
    "smtpd|proxy-reject: END-OF-MESSAGE: 550 5.7.1 no; from=<%s> to=<r@example.net> proto=ESMTP "
    "helo=<x>",
    "smtpd|warning: %c: SASL %m authentication failed: UGFzc3dvcmQ6, sasl_username=%u",
    "smtpd|warning: %c: SASL %m authentication failed:",
    "smtpd|warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:x.c:1:",
    "smtpd|SSL_accept error from %c: -1",
    "smtpd|%q: hold: RCPT from %c: <x>; from=<%s> to=<r@example.net>",
    "smtpd|%q: discard: RCPT from %c: <x>; from=<%s> to=<r@example.net>",
    "smtpd|warning: %q: queue file size limit exceeded",
    "cleanup|%q: message-id=<a@b>",
    "cleanup|%q: reject: header Subject: x from %c; from=<%s>",
    "cleanup|%q: milter-reject: END-OF-MESSAGE from %c: 5.7.1 no; from=<%s>",
    "cleanup|%q: milter-hold: END-OF-MESSAGE from %c: x; from=<%s>",
    "cleanup|%q: removed (canceled)",
    "cleanup|%q: removed (discarded)",
    "qmgr|%q: from=<%s>, size=%n00, nrcpt=%n (queue active)",
    "qmgr|%q: from=<%s>, status=expired, returned to sender",
    "qmgr|%q: removed",
    "smtp|%q: to=<r@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, "
    "dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as "
    "%q)",
    "smtp|%q: to=<r@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, "
    "dsn=2.0.0, status=sent (250 Ok: queued as %q)",
    "bounce|%q: sender non-delivery notification: %q",
    "pickup|%q: uid=0 from=<root>",
    "postsuper|%q: removed",
    "postsuper|%q: requeued",
    "smtpd|message repeated %n times: [ warning: %c: SASL %m authentication failed: x]",
    "smtpd|Requeue: %q to %q",
    "-|",
};

/// Words of a command line, one a line.
inline constexpr std::array<std::string_view, 19> kCommands{
    "summary",
    "tls",
    "volume",
    "events",
    "pivot",
    "check",
    "compare",
    "days",
    "hours",
    "weeks",
    "old",
    "clients",
    "domains",
    "mechanisms",
    "report",
    "unusual",
    "sender\nanna@example.org",
    "client\n192.0.2.1",
    "events\n--failures",
};
inline constexpr std::array<std::string_view, 65> kOptions{
    "--format\ncsv",
    "--format\njson",
    "--format\nndjson",
    "--format\ntable",
    "--format\ntsv",
    "--format\nmarkdown",
    "--format\nhtml",
    "--excel",
    "--excel=semicolon",
    "--ascii",
    "--wide",
    "--width\n60",
    "--chart",
    "--color\nalways",
    "--spreadsheet-safe",
    "--auth\nany",
    "--auth\nnone",
    "--sender\nenvelope",
    "--fold-case",
    "--domain\nexample.org",
    "--where\ntls=tls1_0",
    "--where\ntls1_0>0",
    "--where\ndomain=example.org",
    "--where\nclient^=192.",
    "--where\nmessages>=2",
    "--where\naccount~a",
    "--top\n1",
    "--top\n3",
    "--sort\nbytes",
    "--sort\nsender:asc",
    "--stats",
    "--strict",
    "--quiet",
    "--since\n11-20 11:00",
    "--until\n11-20 12:00",
    "--since\n2026-11-20",
    "--on\n2026-11-20",
    "--last\n7d",
    "--year\n2026",
    "--tz\nEurope/Berlin",
    "--log-tz\nAmerica/New_York",
    "--input-format\npostfix",
    "--input-format\nexchange",
    "--no-seek",
    "-j\n2",
    "--rows\nclient",
    "--rows\nsender,client",
    "--rows\nday",
    "--rows\nhour,tls",
    "--columns\ntls",
    "--columns\naccount",
    "--columns\nmechanism",
    "--values\nmessages,bytes",
    "--values\nsenders,tls1_0,last",
    "--failures",
    "--no-estimates",
    "--count-probes",
    "--join-limit\n3",
    "--client-connector\nDefault ",
    "--baseline-days\n3",
    "--least\n1",
    "--times\n2",
    "--anonymize",
    "--mail-to\na@example.org",
    "--partial\n-o\nx.part",
};

inline constexpr std::size_t kWordsOfAKind = 5;
struct Words {
  char letter;
  std::array<std::string_view, kWordsOfAKind> words;
};
inline constexpr std::array<Words, 6> kWords{{
    {'c',
     {"a.example[192.0.2.1]", "unknown[192.0.2.2]", "b.example[2001:db8::1]:2525",
      "localhost[127.0.0.1]", "unknown[unknown]"}},
    {'u', {"anna@example.org", "scanner", "Bert@EXAMPLE.net", "x, sasl_sender=y", "messages"}},
    {'s', {"anna@example.org", "", "c@example.net", "\"a> to=<\"@x.example", "bert@example.net"}},
    {'v', {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSLv3"}},
    {'k', {"TLS_AES_256_GCM_SHA384", "ECDHE-RSA-AES128-SHA", "AES256-SHA", "RC4-MD5", "NULL-SHA"}},
    {'m', {"PLAIN", "LOGIN", "CRAM-MD5", "plain", "XOAUTH2"}},
}};
inline constexpr std::array<std::string_view, 6> kTags{
    "postfix", "postfix/submission", "postfix/smtps", "postfix-2", "submission", "px"};
