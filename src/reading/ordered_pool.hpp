#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "io/interrupt.hpp"

namespace smtptally {

/// Works on tasks with several threads and delivers their results in the order of the tasks. At
/// most `window` tasks are queued, in work, or done and not delivered.
///
/// The functions given to run():
///   next()            returns the next task as std::optional<Task>, nullopt after the last one.
///   Runs
///                     in the thread of run(), so it may use what consume() has done so far.
///   work(task)        makes a Result of a Task&. Runs in the workers, several at a time.
///   consume(task, r)  takes the result. Runs in the thread of run(). false ends the run; all other
///                     results are discarded.
/// None of them may throw.
template <class Task, class Result>
class OrderedPool {
 public:
  OrderedPool(unsigned threads, std::size_t window) : threads_(threads), window_(window) {}

  template <class Next, class Work, class Consume>
  void run(Next next, const Work& work, Consume consume) {
    std::vector<std::jthread> workers;
    bool more = true;
    while (true) {
      while (more && slots_.size() < window_) {
        std::optional<Task> task = next();
        more = task.has_value();
        if (!more) break;
        add(std::move(*task));
        if (workers.size() < threads_) start(workers, work);
      }
      if (slots_.empty()) break;
      if (workers.empty()) work_on(*slots_.front(), work);
      Slot& front = wait_for_front();
      const bool go_on = consume(front.task, std::move(*front.result));
      if (!go_on) break;
      slots_.pop_front();
    }
    stop();
    workers.clear();  // Joins the workers, which finish their tasks first.
    slots_.clear();
  }

 private:
  struct Slot {
    explicit Slot(Task&& t) : task(std::move(t)) {}
    Task task;
    std::optional<Result> result;
  };

  /// Starts one more thread, if the kernel grants it. Without threads, the thread of run() works.
  template <class Work>
  void start(std::vector<std::jthread>& workers, const Work& work) {
    try {
      const HoldInterrupts hold;
      workers.emplace_back([this, &work] { serve(work); });
    } catch (const std::system_error&) {
      threads_ = static_cast<unsigned>(workers.size());
    }
  }

  template <class Work>
  void work_on(Slot& slot, const Work& work) {
    slot.result.emplace(work(slot.task));
  }

  void add(Task&& task) {
    slots_.push_back(std::make_unique<Slot>(std::move(task)));
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(slots_.back().get());
    }
    work_is_there_.notify_one();
  }

  Slot& wait_for_front() {
    Slot& front = *slots_.front();
    std::unique_lock lock(mutex_);
    result_is_there_.wait(lock, [&] { return front.result.has_value(); });
    return front;
  }

  template <class Work>
  void serve(const Work& work) {
    while (true) {
      Slot* slot = nullptr;
      {
        std::unique_lock lock(mutex_);
        work_is_there_.wait(lock, [&] { return stopped_ || !waiting_.empty(); });
        if (stopped_) return;
        slot = waiting_.front();
        waiting_.pop_front();
      }
      Result result = work(slot->task);
      {
        const std::lock_guard lock(mutex_);
        slot->result.emplace(std::move(result));
      }
      result_is_there_.notify_one();
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    work_is_there_.notify_all();
  }

  unsigned threads_;
  std::size_t window_;
  std::deque<std::unique_ptr<Slot>> slots_;  ///< Only for the thread of run().

  std::mutex mutex_;  // Guards the members below, and Slot::result until it is set.
  std::condition_variable work_is_there_;
  std::condition_variable result_is_there_;
  std::deque<Slot*> waiting_;
  bool stopped_ = false;
};

}  // namespace smtptally
