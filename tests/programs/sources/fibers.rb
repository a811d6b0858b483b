# Threads, a mutex, fibers, a pipe that a thread fills, a server of a named socket.
require "socket"
queue = Queue.new
20.times.map { |i| Thread.new { sleep 0.001 * i; queue << i * i } }.each(&:join)
sum = 0
sum += queue.pop until queue.empty?
puts sum
fiber = Fiber.new { 3.times { |i| Fiber.yield i }; :done }
p 4.times.map { fiber.resume }
mutex = Mutex.new
count = 0
10.times.map { Thread.new { 1000.times { mutex.synchronize { count += 1 } } } }.each(&:join)
p count
r, w = IO.pipe
Thread.new { sleep 0.01; w.write "from a thread"; w.close }
p r.read
server = UNIXServer.new("socket")
Thread.new { 3.times { s = server.accept; s.puts s.gets.upcase; s.close } }
3.times { |i| UNIXSocket.open("socket") { |s| s.puts "line #{i}"; p s.gets } }
