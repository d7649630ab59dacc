#include "support/slow_reference.hpp"

#include <regex>
#include <set>
#include <sstream>

namespace {

struct Message {
  std::string user, tls, second, process;
  std::size_t session = 0;
  bool authenticated = false, reinjected = false, evidence = false, rejected = false;
  bool held_by_cleanup = false, held_by_smtpd = false, counted = false;
};

struct Session {
  std::string tag, tls, connect_line, client;
  bool proxied = false, start_seen = false, closed = false, statistics = false, hold_next = false;
  unsigned tls_lines = 0, starttls = 0, data = 0, bdat = 0;
  std::vector<std::size_t> messages;
};

struct Reference {
  std::vector<Session> sessions;
  std::vector<Message> messages;
  std::map<std::string, std::size_t> open;     ///< "tag[pid]" → session.
  std::map<std::string, std::size_t> ids;      ///< Queue id → its newest message.
  std::map<std::size_t, std::size_t> pending;  ///< Session → its NOQUEUE transaction.
  std::set<std::string> services_with_tls;

  Session& session_of(const std::string& process) {
    if (!open.contains(process)) {
      open[process] = sessions.size();
      sessions.push_back({});
      sessions.back().tag = process.substr(0, process.find('['));
      sessions.back().tls = "unknown";
    }
    return sessions[open[process]];
  }

  void client(const std::string& process, const std::string& second, const std::string& logged_id,
              const std::string& address, const std::string& tail) {
    const std::string id = process.substr(0, process.find('/')) + logged_id;
    if (ids.contains(id)) {
      const Message& old = messages[ids[id]];
      const bool same_session = open.contains(process) && old.session == open[process];
      const bool undecided =
          !old.evidence && !old.rejected && same_session && !sessions[old.session].closed;
      if (old.process == process && (old.second == second || undecided)) return;
    }
    Session& session = session_of(process);
    // Another client than the one that connected: XCLIENT, TLS is the proxy's.
    if (session.start_seen && session.client != address) session.proxied = true;
    Message m;
    m.session = open[process];
    m.tls = session.tls;
    m.second = second;
    m.process = process;
    m.held_by_smtpd = session.hold_next;
    session.hold_next = false;
    std::smatch match;
    std::string rest = tail;
    static const std::regex kAuth(
        "^, sasl_method=[A-Za-z0-9_-]+, sasl_username=(.*?)(, (sasl_sender|orig_queue_id|"
        "orig_client)=.*)?$");
    if (std::regex_match(tail, match, kAuth)) {
      m.authenticated = true;
      m.user = match[1];
      rest = match[2];
    }
    m.reinjected = rest.starts_with(", orig_");
    session.messages.push_back(messages.size());
    if (logged_id == "NOQUEUE") {
      if (pending.contains(m.session)) messages[pending[m.session]].rejected = true;
      pending[m.session] = messages.size();
    } else {
      ids[id] = messages.size();
    }
    messages.push_back(m);
  }

  void smtpd(const std::string& process, const std::string& second, const std::string& text) {
    static const std::regex kClient("^(NOQUEUE|[0-9A-F]+): client=unknown(\\[[0-9.]+\\])(.*)$");
    static const std::regex kTls("^Anonymous TLS connection established from [^:]*: (\\S+) with.*");
    std::smatch match;
    if (text.starts_with("connect from ")) {
      if (open.contains(process) && sessions[open[process]].connect_line == second + text) return;
      open.erase(process);
      Session& session = session_of(process);
      session.start_seen = true;
      session.tls = "none";
      session.connect_line = second + text;
      session.client = text.substr(text.find('['));
    } else if (std::regex_match(text, match, kTls)) {
      Session& session = session_of(process);
      const std::map<std::string, std::string> names{{"TLSv1", "tls1_0"},
                                                     {"TLSv1.1", "tls1_1"},
                                                     {"TLSv1.2", "tls1_2"},
                                                     {"TLSv1.3", "tls1_3"},
                                                     {"SSLv3", "ssl"}};
      session.tls = names.at(match[1]);
      ++session.tls_lines;
      services_with_tls.insert(session.tag);
    } else if (std::regex_match(text, match, kClient)) {
      client(process, second, match[1], match[2], match[3]);
    } else if (!open.contains(process)) {
      return;
    } else if (text.starts_with("proxy-") && pending.contains(open[process])) {
      Message& m = messages[pending[open[process]]];
      (text.starts_with("proxy-accept") ? m.evidence : m.rejected) = true;
      pending.erase(open[process]);
    } else if (text.starts_with("NOQUEUE: hold: ") || text.starts_with("NOQUEUE: discard: ")) {
      if (pending.contains(open[process])) {
        messages[pending[open[process]]].held_by_smtpd = true;
      } else {
        sessions[open[process]].hold_next = true;
      }
    } else if (text.starts_with("disconnect from ")) {
      disconnect(sessions[open[process]], text);
      open.erase(process);
    }
  }

  static void disconnect(Session& session, const std::string& text) {
    session.closed = true;
    // Of a session of the same process whose beginning was lost: it says nothing of this one.
    const bool of_another = session.start_seen && text.find(session.client) == std::string::npos;
    if (of_another && text.find(" xclient=") == std::string::npos) return;
    session.statistics = text.find('=') != std::string::npos;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      const auto number = [&](const char* name, unsigned& out) {
        if (word.starts_with(name))
          out = static_cast<unsigned>(std::stoul(word.substr(word.find('=') + 1)));
      };
      number("data=", session.data);
      number("bdat=", session.bdat);
      number("starttls=", session.starttls);
    }
  }

  void queue(const std::string& instance, const std::string& program, const std::string& text) {
    static const std::regex kLine("^([0-9A-F]+): (.*)$");
    static const std::string kBounce = "sender non-delivery notification: ";
    std::smatch match;
    if (!std::regex_match(text, match, kLine)) return;
    const std::string id = instance + match[1].str();
    const std::string what = match[2];
    if (what.starts_with(kBounce)) ids.erase(instance + what.substr(kBounce.size()));
    if (!ids.contains(id)) return;
    Message& m = messages[ids[id]];
    if (program == "cleanup") {
      if (what.starts_with("hold: ")) m.held_by_cleanup = true;
      if (what.starts_with("reject: ") && !m.evidence) m.rejected = true;
    } else {
      m.evidence = m.evidence || !m.rejected;
    }
  }

  void requeue(const std::string& old, const std::string& next) {
    ids.erase("postfix" + next);
    if (!ids.contains("postfix" + old)) return;
    const std::size_t message = ids["postfix" + old];
    ids.erase("postfix" + old);
    ids["postfix" + next] = message;
    messages[message].evidence = messages[message].evidence || !messages[message].rejected;
  }

  /// What the statistics of a session prove about its transactions without evidence of their own.
  void decide(const Session& session) {
    std::vector<Message*> undecided;
    unsigned accepted = 0;
    for (const std::size_t i : session.messages) {
      if (messages[i].evidence) ++accepted;
      if (!messages[i].evidence && !messages[i].rejected) undecided.push_back(&messages[i]);
    }
    const bool counted = session.closed && session.statistics && session.bdat == 0;
    const unsigned left = session.data > accepted ? session.data - accepted : 0;
    unsigned by_cleanup = 0;
    unsigned by_smtpd = 0;
    for (const Message* m : undecided) {
      by_cleanup += m->held_by_cleanup ? 1 : 0;
      by_smtpd += !m->held_by_cleanup && m->held_by_smtpd ? 1 : 0;
    }
    for (Message* m : undecided) {
      if (counted && left == 0) continue;
      const bool all = counted && session.start_seen && left == undecided.size();
      const bool marked = counted && session.start_seen && by_cleanup + by_smtpd == left;
      const bool held = m->held_by_cleanup && (!counted || by_cleanup <= left);
      m->evidence = all || held || (marked && (m->held_by_cleanup || m->held_by_smtpd));
    }
  }

  ReferenceCounts counts() {
    for (const Session& session : sessions) decide(session);
    ReferenceCounts result;
    for (const Message& m : messages) {
      if (!m.evidence || m.reinjected || !m.authenticated) continue;
      const Session& session = sessions[m.session];
      const bool wrapper = session.tag.find("submissions") != std::string::npos;
      const bool hidden = wrapper || session.starttls > session.tls_lines ||
                          !services_with_tls.contains(session.tag);
      std::string user = m.user;
      for (std::size_t i = user.rfind('@'); i < user.size(); ++i) {
        user[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(user[i])));
      }
      const bool unknown = session.proxied || (m.tls == "none" && hidden);
      ++result[{user, unknown ? "unknown" : m.tls}];
    }
    return result;
  }
};

}  // namespace

ReferenceCounts slow_reference(const std::vector<std::string>& lines) {
  static const std::regex kLine("^(... .. ..:..:..) \\S+ (\\S+/(\\S+?)\\[\\d+\\]): (.*)$");
  static const std::regex kRequeue("^.*MailScanner.*: Requeue: ([0-9A-F]+)\\.\\S+ to (\\S+)$");
  Reference reference;
  std::smatch match;
  for (const std::string& line : lines) {
    if (std::regex_match(line, match, kRequeue)) reference.requeue(match[1], match[2]);
    if (!std::regex_match(line, match, kLine)) continue;
    if (match[3] == "smtpd") {
      reference.smtpd(match[2], match[1], match[4]);
    } else {
      const std::string tag = match[2];
      reference.queue(tag.substr(0, tag.find('/')), match[3], match[4]);
    }
  }
  return reference.counts();
}
