#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "../gen/random.hpp"
#include "../gen/truth.hpp"
#include "mail.hpp"
#include "options.hpp"
#include "protocol.hpp"
#include "row_log.hpp"
#include "tracking.hpp"
#include "world.hpp"

namespace smtptally::bench::exchange {

/// One Exchange server EX1 (and the front end of EX2), session after session in the order of their
/// beginnings. The rows of a session lie in the future; the logs hold them back until their time.
class Simulation {
 public:
  explicit Simulation(const Options& options);

  /// Writes all logs. False when something could not be written; stderr has the reason.
  [[nodiscard]] bool run();
  [[nodiscard]] const std::vector<AccountTruth>& truth() const noexcept { return truth_; }
  [[nodiscard]] std::vector<TakeoverTruth> takeovers() const;
  void print_summary() const;

 private:
  enum class Scene : std::uint8_t { client, anonymous, mailbox, shadow, probe, guesser, idler };
  /// How the client ends its session, apart from the messages that were accepted.
  enum class Ending : std::uint8_t { quit, lost_in_transaction, lost };

  /// A front end and its log.
  struct FrontEnd {
    std::string name;
    std::string host;
    std::string address;
    RowLog log;
    std::uint64_t next_id;
  };
  /// A session between servers, kept for the next message.
  struct HubLink {
    ProtocolSession session;
    std::size_t front_end;
    std::uint32_t uses = 0;
  };
  /// Somebody else uses an account.
  struct Takeover {
    std::uint32_t user = 0;
    TakeoverKind kind = TakeoverKind::guessed;
    User thief;  ///< The same user, with other devices.
    Millis next = 0;
    Millis start = 0;            ///< Of the first message.
    std::uint32_t guesses = 0;   ///< That are still to come.
    std::uint32_t messages = 0;  ///< Likewise.
  };
  /// A client session at both servers.
  struct Submission {
    const User* user;
    const Device* device;
    FrontEnd* front_end;
    ProtocolSession client;
    ProtocolSession hub;
    AccountTruth* truth;  ///< Null for a probe.
    std::string last_message_id = {};
  };

  void flush(Millis until);
  /// A client session with `messages`, and what happens meanwhile. `done` were sent before.
  void play_around(std::uint64_t done, std::uint64_t messages);
  void play(Scene scene, Millis at, std::uint32_t messages);
  [[nodiscard]] Millis time_at(double share_of_span) const;
  [[nodiscard]] std::size_t pick_front_end();
  [[nodiscard]] std::string port();

  // takeovers.cpp
  void plant_takeovers();
  void step_takeovers();

  // submission.cpp: port 587.
  void submit(const User& user, AccountTruth* truth, Millis at, std::uint32_t messages);
  void guess_password(Millis at);
  [[nodiscard]] ProtocolSession open_client_session(FrontEnd& front_end, const Device& device,
                                                    Millis at);
  void fail_login(ProtocolSession& session, std::string_view user);
  void authenticate(Submission& submission);
  void transmit(Submission& submission);
  void abort_transaction(Submission& submission);
  void begin_transaction(ProtocolSession& session, const Mail& mail, std::string_view parameters);
  void send_body(ProtocolSession& hub, const Mail& mail);
  [[nodiscard]] Mail make_client_mail(Submission& submission);
  void end_submission(Submission& submission, Ending ending);
  void track_submission(const Submission& submission, const Mail& mail);
  [[nodiscard]] std::string_view message_info(const Submission& submission);

  // relay.cpp: port 25, mailboxes, other servers.
  void relay(Millis at);
  void relay_message(ProtocolSession& client, HubLink& link, const Device& device,
                     std::size_t front_end);
  [[nodiscard]] HubLink& take_link(std::size_t front_end, Millis at);
  void close_link(HubLink& link, Millis at);
  void send_from_mailbox(Millis at);
  void accept_shadow(Millis at);

  Options options_;
  Random random_;
  World world_;
  MailSource mails_;
  Millis begin_;
  Millis span_;
  Millis now_ = 0;  ///< No row is going to be earlier.
  std::deque<FrontEnd> front_ends_;
  RowLog hub_log_;
  RowLog transport_log_;
  RowLog delivery_log_;
  RowLog mailbox_log_;
  TrackingLogs tracking_;
  std::uint64_t next_hub_id_;
  std::deque<HubLink> links_;
  std::vector<Takeover> takeovers_;
  std::vector<AccountTruth> truth_;
  std::array<std::uint64_t, 7> scenes_{};
};

}  // namespace smtptally::bench::exchange
