#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "line_writer.hpp"
#include "options.hpp"
#include "processes.hpp"
#include "random.hpp"
#include "truth.hpp"
#include "world.hpp"

namespace smtptally::bench {

/// The SMTP commands that the sessions use, in the order of the disconnect line.
enum class Command : std::uint8_t { ehlo, starttls, auth, mail, rcpt, data, bdat, rset, quit };
inline constexpr std::size_t kCommands = 9;

/// How many commands succeeded and how many there were.
struct CommandCount {
  std::uint32_t good = 0;
  std::uint32_t total = 0;
};

enum class SessionStep : std::uint8_t {
  connect,
  secure,
  log_in,
  refuse,
  transact,
  lose_data,
  disconnect
};
/// How a session ends without QUIT; the text of the line before `disconnect`.
enum class Ending : std::uint8_t {
  quit,
  lost_after_connect,
  lost_after_auth,
  lost_after_data,
  lost_after_starttls,
  timeout
};

/// One client connection of smtpd.
struct Session {
  Service service = Service::mx;
  SessionStep step = SessionStep::connect;
  Ending ending = Ending::quit;
  Tls tls = Tls::plain;         ///< Now.
  Tls wanted_tls = Tls::plain;  ///< After STARTTLS.
  bool starttls_late = false;   ///< Only after the first message.
  std::uint32_t process = 0;
  std::uint32_t client = 0;
  std::uint32_t account = kNobody;
  std::uint32_t takeover = kNobody;  ///< What it is a part of.
  std::uint32_t login_failures = 0;
  std::uint32_t refusals = 0;
  std::uint32_t transactions = 0;
  std::array<CommandCount, kCommands> commands{};
};

/// What becomes of a transaction that logged `client=`.
enum class Fate : std::uint8_t { accepted, reset, lost, milter_rejected };
enum class MessageStep : std::uint8_t {
  header,
  sign,
  activate,
  negotiate,
  deliver,
  store,
  finish,
  forget
};
enum class Origin : std::uint8_t { remote, account, local, bounce };

/// One queue file. Its texts are made again from `token` whenever a line needs them.
struct Message {
  QueueId id;
  Fate fate = Fate::accepted;
  Origin origin = Origin::remote;
  MessageStep step = MessageStep::header;
  bool bounces = false;
  std::uint8_t deferrals = 0;  ///< How often delivery is still going to fail.
  std::uint32_t account = kNobody;
  std::uint32_t client = 0;
  std::uint32_t takeover = kNobody;
  std::uint32_t recipients = 1;
  std::uint32_t delivered = 0;
  std::uint32_t cleanup = 0;  ///< Process ids.
  std::uint32_t agent = 0;
  std::uint64_t token = 0;
  Micros arrived = 0;
  Micros activate_at = 0;
};

/// Somebody else uses an account.
struct Takeover {
  std::uint32_t account = 0;
  TakeoverKind kind = TakeoverKind::guessed;
  Micros start = 0;
  std::uint32_t guesses = 0;   ///< That are still to come.
  std::uint32_t messages = 0;  ///< Likewise.
  std::uint32_t first_client = 0;
};

/// A mail server, simulated by events in the order of time. Memory follows the load of the server,
/// not the length of the log.
class Simulation {
 public:
  Simulation(const Options& options, LineWriter& out);

  /// Writes the whole log: when it is long enough nobody connects any more, and everything that
  /// has begun is brought to its end.
  void run();
  [[nodiscard]] std::vector<AccountTruth> truth() const;
  [[nodiscard]] std::vector<TakeoverTruth> takeovers() const;
  [[nodiscard]] std::uint64_t accepted_others() const noexcept { return accepted_others_; }

 private:
  enum class Kind : std::uint8_t { arrival, session, message, statistics, takeover };
  struct Event {
    Micros at;
    std::uint64_t number;  ///< Makes the order total.
    Kind kind;
    std::uint32_t index;
    bool operator>(const Event& other) const noexcept {
      return at != other.at ? at > other.at : number > other.number;
    }
  };

  void schedule(Micros delay, Kind kind, std::uint32_t index);
  void dispatch(const Event& event);
  [[nodiscard]] bool long_enough() const noexcept;

  // arrivals.cpp: who comes next, and lines that are not about a session or a message.
  void arrive();
  [[nodiscard]] Micros next_arrival();
  void begin_session(const Session& plan);
  void plan_inbound();
  void plan_submission();
  void plan_guesser();
  void plan_probe();
  void plan_spammer();
  void screen(const Client& client);
  void read_mail();
  void submit_locally();
  void print_statistics();

  // takeovers.cpp
  void plant_takeovers();
  void step_takeover(std::uint32_t index);
  [[nodiscard]] bool sends_as_others(std::uint32_t takeover) const;
  [[nodiscard]] static std::string foreign_sender(const Message& message);

  // sessions.cpp
  void step_session(std::uint32_t index);
  void connect(Session& session);
  void secure(Session& session);
  void fail_login(Session& session);
  void refuse(Session& session);
  void transact(Session& session, std::uint32_t index);
  [[nodiscard]] std::uint32_t begin_transaction(Session& session, Fate fate);
  void count_accepted(Session& session);
  void disconnect(Session& session);
  void log_ending(const Session& session);
  [[nodiscard]] SessionStep after_greeting(const Session& session) const;
  Fate choose_fate(Session& session);
  void count(Session& session, Command command, bool good, std::uint32_t times = 1);
  /// How long a client takes for its next command.
  [[nodiscard]] Micros pause();
  LineWriter& smtpd(const Session& session);

  // messages.cpp: from cleanup to the end of the queue file.
  [[nodiscard]] std::uint32_t new_message(Origin origin);
  void free_message(std::uint32_t index);
  void step_message(std::uint32_t index);
  void log_header(std::uint32_t index);
  void log_signature(std::uint32_t index);
  void activate(std::uint32_t index);
  void next_message_step(std::uint32_t index, Micros delay, MessageStep step);
  void reject_by_milter(const Message& message);

  // deliveries.cpp
  void negotiate(std::uint32_t index);
  void deliver(std::uint32_t index);
  void deliver_remotely(Message& message, const Remote& remote);
  void deliver_locally(Message& message);
  void store(std::uint32_t index);
  void finish(std::uint32_t index);
  void bounce(Message& message);
  LineWriter& delay_fields(const Message& message);
  [[nodiscard]] bool goes_out(const Message& message) const;
  [[nodiscard]] ProcessPool& agents(const Message& message);
  [[nodiscard]] const Remote& remote_of(const Message& message) const;

  // texts.cpp: made from the token of the message.
  [[nodiscard]] std::string sender_of(const Message& message) const;
  [[nodiscard]] std::string recipient_of(const Message& message, std::uint32_t number) const;
  [[nodiscard]] std::string message_id_of(const Message& message) const;
  [[nodiscard]] const std::string& mailbox_of(const Message& message, std::uint32_t number) const;

  Options options_;
  Random random_;
  World world_;
  LineWriter* out_;
  Micros start_;
  Micros now_;
  Micros last_arrival_ = 0;
  std::uint64_t arrivals_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t accepted_others_ = 0;
  bool open_ = true;  ///< Clients still come.
  std::priority_queue<Event, std::vector<Event>, std::greater<>> agenda_;

  ProcessIds process_ids_;
  std::array<ProcessPool, kServices> smtpd_{ProcessPool{process_ids_}, ProcessPool{process_ids_},
                                            ProcessPool{process_ids_}};
  ProcessPool cleanup_{process_ids_};
  ProcessPool smtp_{process_ids_};
  ProcessPool lmtp_{process_ids_};
  ProcessPool local_{process_ids_};
  std::uint32_t qmgr_process_;
  std::uint32_t other_process_;
  QueueIdSource queue_ids_;

  std::deque<Session> sessions_;  ///< Elements stay where they are.
  std::vector<std::uint32_t> free_sessions_;
  std::deque<Message> messages_;
  std::vector<std::uint32_t> free_messages_;
  std::vector<Takeover> takeovers_;
  std::vector<std::array<std::uint64_t, kTlsClasses>> counts_;  ///< By account.
};

}  // namespace smtptally::bench
