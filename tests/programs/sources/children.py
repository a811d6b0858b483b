"""subprocess, os.posix_spawn, os.system and threads that start programs at the same time."""
import os
import signal
import subprocess
import threading

r = subprocess.run(["sh", "-c", "cat; echo err >&2; exit 5"], input="text\n", capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr))
print(subprocess.check_output("echo $NAME; pwd", shell=True, env={"NAME": "value", "PATH": "/bin"}, cwd="/"))
for program in ["/missing", "/", "/dev/null"]:
    try:
        subprocess.run([program])
    except OSError as error:
        print(program, error.strerror)
child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdin.write(b"abc")
print(child.poll(), child.communicate(b"def"), child.returncode)
sleeper = subprocess.Popen(["sleep", "100"], start_new_session=True)
print(os.getsid(sleeper.pid) == sleeper.pid)
try:
    sleeper.wait(timeout=0.05)
except subprocess.TimeoutExpired:
    print("it sleeps")
about = "/proc/%d/" % sleeper.pid
print(os.readlink(about + "exe"), os.readlink(about + "fd/0") == os.readlink("/proc/self/fd/0"))
print(open(about + "comm").read(), open(about + "cmdline").read(), str(sleeper.pid) in os.listdir("/proc"))
print(open(about + "stat").read().split()[3] == str(os.getpid()), os.listdir(about + "task") == [str(sleeper.pid)])
os.killpg(sleeper.pid, signal.SIGKILL)
print(sleeper.wait(), os.path.exists(about))
print(subprocess.check_output(["sh", "-c", "read x < /proc/self/comm; echo $x"]))
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 7"], os.environ)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(os.waitstatus_to_exitcode(os.system("exit 8")), os.popen("echo popen").read())
first = subprocess.Popen(["echo", "through a pipe"], stdout=subprocess.PIPE)
print(subprocess.check_output(["tr", "a-z", "A-Z"], stdin=first.stdout), first.wait())


def several(number):
    for i in range(5):
        r = subprocess.run(["sh", "-c", "read x; echo $x; exit %d" % i], input=b"%d\n" % number, stdout=subprocess.PIPE)
        if r.returncode != i or r.stdout != b"%d\n" % number:
            print("wrong:", number, r)


threads = [threading.Thread(target=several, args=(i,)) for i in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
