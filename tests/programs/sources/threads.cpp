// C++20: jthread, stop tokens, barriers, latches, semaphores, atomic waits, futures that carry exceptions, thread_local.
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <exception>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static thread_local int depth = 0;

static int fail(int i) {
  struct Guard {
    Guard() { ++depth; }
    ~Guard() { --depth; }
  } guard;
  if (i == 0) throw std::runtime_error("at depth " + std::to_string(depth));
  return fail(i - 1);
}

int main() {
  constexpr int threads = 16;
  std::atomic<long> sum{0};
  std::barrier phase(threads);
  std::latch done(threads);
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; i++)
      pool.emplace_back([&, i] {
        for (int round = 0; round < 20; round++) {
          sum.fetch_add(i, std::memory_order_relaxed);
          phase.arrive_and_wait();
        }
        done.count_down();
      });
    done.wait();
  }
  std::cout << "sum " << sum << '\n';

  std::vector<std::future<int>> futures;
  for (int i = 0; i < 8; i++) futures.push_back(std::async(std::launch::async, fail, i));
  for (auto &f : futures) try {
      f.get();
    } catch (const std::runtime_error &e) {
      std::cout << e.what() << '\n';
    }

  std::atomic<int> turn{0};
  std::jthread pong([&] {
    for (int i = 0; i < 1000; i++) {
      turn.wait(2 * i);
      turn.store(2 * i + 2);
      turn.notify_one();
    }
  });
  for (int i = 0; i < 1000; i++) {
    turn.store(2 * i + 1);
    turn.notify_one();
    turn.wait(2 * i + 1);
  }
  pong.join();
  std::cout << "turn " << turn << '\n';

  std::counting_semaphore<4> slots(4);
  std::atomic<int> inside{0}, most{0};
  std::shared_mutex table;
  std::vector<int> values(100);
  std::iota(values.begin(), values.end(), 0);
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < 12; i++)
      pool.emplace_back([&, i] {
        for (int k = 0; k < 100; k++) {
          slots.acquire();
          int now = ++inside;
          int seen = most.load();
          while (now > seen && !most.compare_exchange_weak(seen, now)) {
          }
          --inside;
          slots.release();
          if (i % 4 == 0) {
            std::unique_lock lock(table);
            std::swap(values[k], values[99 - k]);
          } else {
            std::shared_lock lock(table);
            if (std::accumulate(values.begin(), values.end(), 0) != 4950) std::cout << "torn\n";
          }
        }
      });
  }
  std::cout << (most <= 4 ? "at most four inside" : "too many inside") << '\n';

  std::mutex m;
  std::condition_variable_any ready;
  std::jthread sleeper([&](std::stop_token stop) {
    std::unique_lock lock(m);
    ready.wait(lock, stop, [] { return false; });
    std::cout << (stop.stop_requested() ? "stopped" : "woken") << '\n';
  });
  sleeper.request_stop();
  sleeper.join();
  try {
    std::exception_ptr carried;
    std::thread([&] {
      try {
        throw std::logic_error("carried");
      } catch (...) {
        carried = std::current_exception();
      }
    }).join();
    std::rethrow_exception(carried);
  } catch (const std::exception &e) {
    std::cout << e.what() << '\n';
  }
}
