"""Threads, an event loop with a server of a named socket, a pool, mmap, ctypes."""
import asyncio, concurrent.futures, ctypes, mmap, signal, threading

squares = []
threads = [threading.Thread(target=lambda i=i: squares.append(i * i)) for i in range(50)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(squares))
with concurrent.futures.ThreadPoolExecutor(50) as pool:
    print(sum(pool.map(lambda x: x * 2, range(1000))))
m = mmap.mmap(-1, 8192)
m[:5] = b"hello"
print(m[:5], ctypes.CDLL(None).abs(-5))

async def answer(reader, writer):
    writer.write(b"echo " + await reader.readline())
    await writer.drain()
    writer.close()
async def ask(i):
    reader, writer = await asyncio.open_unix_connection("socket")
    writer.write(b"line %d\n" % i)
    line = await reader.readline()
    writer.close()
    return line
async def main():
    arrived = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, arrived.set)
    signal.raise_signal(signal.SIGUSR1)
    await arrived.wait()
    server = await asyncio.start_unix_server(answer, "socket")
    print(await asyncio.gather(*[ask(i) for i in range(50)]))
    print(await asyncio.gather(*[asyncio.sleep(0.001 * (i % 3), i) for i in range(100)]))
    server.close()
asyncio.run(main())
