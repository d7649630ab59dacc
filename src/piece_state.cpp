// Piece: its open state, which is that of all servers.

#include "piece.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

void Piece::write_open(ByteWriter& out) {
  std::set<std::string> hosts = hosts_;
  services_.add_heard(hosts);
  out.count(hosts.size());
  for (const std::string& host : hosts) out.text(host);
  correlator_.write_open(out);
  exchange_->write_open(out);
  exim_.write_open(out);
}

void Piece::read_open(ByteReader& in) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    hosts_.emplace(in.text());
  }
  correlator_.read_open(in);
  if (!in.failed()) exchange_->read_open(in);
  if (!in.failed()) exim_.read_open(in);
}

std::string Piece::purpose() const {
  ByteWriter out;
  correlator_.write_purpose(out);
  out(exchange_options_.estimates, exchange_options_.count_probes, exchange_options_.join_limit);
  for (const std::string& connector : exchange_options_.client_connectors) out(connector);
  return out.take();
}

}  // namespace smtptally
