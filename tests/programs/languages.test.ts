/** Interpreters: the calls that a language's run-time system makes. */

import { type Case, sameAsHost } from "./compare.ts";
import { json, text } from "./fixture.ts";

/** A script as the argument of an option: quoted for words(). */
const script = (command: string, source: string): string => {
  if (!source.includes("'")) return `${command} '${source}'`;
  if (!source.includes('"')) return `${command} "${source}"`;
  throw new Error("a script may use one kind of quotes only");
};
const python = (source: string, stdin = "", add: string[] = []): Case => [
  script("python3 -c", source),
  { stdin, add },
];
const perl = (source: string, stdin = ""): Case => [script("perl -e", source), { stdin }];

const pythonCases: Case[] = [
  python("import json,sys; print(json.dumps(json.load(sys.stdin), sort_keys=True, indent=2))", json),
  python(
    "import hashlib; print([hashlib.new(n, b'x'*9999).hexdigest() for n in sorted(hashlib.algorithms_guaranteed) if 'shake' not in n])",
  ),
  python("import re,sys; print(re.findall(r'(\\d+) of (\\d+)', sys.stdin.read()))", text),
  python(`
import os, stat
os.makedirs('a/b'); open('a/b/f','w').write('x'*10000)
os.rename('a/b/f','a/g'); os.symlink('g','a/l'); os.link('a/g','a/h')
print(sorted(os.listdir('a')), os.stat('a/l').st_size, os.stat('a/g').st_nlink, os.readlink('a/l'))
os.chmod('a/g', 0o600); os.utime('a/g', (1,2)); s=os.stat('a/g'); print(oct(s.st_mode), s.st_atime, s.st_mtime)
for d, ds, fs in os.walk('.'): print(d, sorted(ds), sorted(fs))
os.truncate('a/g', 5); print(open('a/h').read(), os.path.islink('a/l'), os.access('a/g', os.W_OK))
for f in (lambda: os.rmdir('a'), lambda: os.unlink('a'), lambda: os.mkdir('a'), lambda: open('a'), lambda: os.rename('a','a/b/c'), lambda: os.open('a/g/x', 0), lambda: os.readlink('a/g')):
  try: f()
  except OSError as e: print(type(e).__name__, e.errno)
`),
  python(
    "import tempfile,os; f=tempfile.NamedTemporaryFile(); f.write(b'abc'); f.flush(); print(os.path.getsize(f.name)); d=tempfile.TemporaryDirectory(); print(os.listdir(d.name)); t=tempfile.TemporaryFile(); t.write(b'zz'); t.seek(0); print(t.read())",
  ),
  python(`
import threading, queue, time
q = queue.Queue(); total = 0; lock = threading.Lock()
def work():
  global total
  while (n := q.get()) is not None:
    with lock: total += n
threads = [threading.Thread(target=work) for _ in range(8)]
for t in threads: t.start()
for i in range(2000): q.put(i)
for t in threads: q.put(None)
for t in threads: t.join()
e = threading.Event(); print(total, e.wait(0.05), threading.active_count())
b = threading.Barrier(3); r=[]
ts=[threading.Thread(target=lambda i=i: (b.wait(), r.append(i))) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(r))
`),
  python(
    "from concurrent.futures import ThreadPoolExecutor as P; print(sum(P(4).map(lambda x: x*x, range(500))))",
  ),
  python(
    "import mmap,os; f=open('m','w+b'); f.truncate(10000); m=mmap.mmap(f.fileno(), 0); m[5000:5003]=b'abc'; m.flush(); f.seek(5000); print(f.read(3)); m.resize(20000); print(len(m), os.path.getsize('m')); a=mmap.mmap(-1, 4096); a.write(b'hi'); print(a[:3])",
  ),
  python(
    "import ctypes; c=ctypes.CDLL(None); print(c.abs(-5), ctypes.sizeof(ctypes.c_long)); F=ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)); a=(ctypes.c_int*5)(5,3,1,4,2); c.qsort(a,5,4,F(lambda x,y: x[0]-y[0])); print(list(a))",
  ),
  python(
    "import zoneinfo,datetime as d; print(d.datetime(2024,7,1,12,tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo')).astimezone(zoneinfo.ZoneInfo('America/New_York')))",
    "",
    ["/usr/share/zoneinfo/Asia", "/usr/share/zoneinfo/America"],
  ),
  python(
    "import sqlite3; c=sqlite3.connect('x.db'); c.execute('create table t(a,b)'); c.executemany('insert into t values(?,?)', [(i,i*i) for i in range(1000)]); c.commit(); c.execute('pragma journal_mode=wal'); c.execute('delete from t where a>500'); c.commit(); c.close(); c=sqlite3.connect('x.db'); print(c.execute('select count(*),sum(b) from t').fetchone(), c.execute('pragma integrity_check').fetchone())",
  ),
  python(
    "from decimal import *; getcontext().prec=60; print(Decimal(2).sqrt(), Decimal(1)/7); from fractions import Fraction as F; print(F(1,3)+F(1,6))",
  ),
  python(
    "import asyncio\nasync def f(i): await asyncio.sleep(0.02*(3-i)); print(i); return i\nasync def m(): print(await asyncio.gather(*[f(i) for i in range(4)]))\nasyncio.run(m())",
  ),
  python(
    "import os,signal\nhits=[]\nsignal.signal(signal.SIGUSR1, lambda s,f: hits.append(s)); os.kill(os.getpid(), signal.SIGUSR1); print(hits)\nsignal.signal(signal.SIGALRM, lambda s,f: hits.append(s)); signal.setitimer(signal.ITIMER_REAL, 0.05); signal.pause(); print(hits)\nprint(signal.sigtimedwait([signal.SIGUSR2], 0.01))",
  ),
  python(
    "import select,os,socket; r,w=os.pipe(); print(select.select([r],[w],[],0)==([],[w],[])); os.write(w,b'x'); p=select.poll(); p.register(r,1); print(p.poll(0)==[(r,1)]); e=select.epoll(); e.register(r,select.EPOLLIN); print(e.poll(0)==[(r,1)]); a,b=socket.socketpair(); a.sendall(b'hey'); print(b.recv(10)); a.close(); print(b.recv(1))",
  ),
  python(
    "import os,fcntl; f=open('l','w'); fcntl.flock(f, fcntl.LOCK_EX); fcntl.lockf(f, fcntl.LOCK_EX); print(fcntl.fcntl(f, fcntl.F_GETFL) & 3, fcntl.fcntl(f, fcntl.F_GETFD)); d=os.dup(f.fileno()); print(os.get_inheritable(d)); os.ftruncate(d, 100); print(os.lseek(d,0,2), os.pread(d,5,98) if 0 else 0)",
  ),
  python(
    "import os,sys,platform,resource,getpass,pwd,locale; print(sys.platform, os.name, platform.machine(), os.sep, getpass.getuser(), pwd.getpwuid(0).pw_dir, resource.getpagesize(), sys.getfilesystemencoding(), locale.setlocale(locale.LC_ALL, ''), os.cpu_count()>0, len(os.urandom(8)))",
  ),
  python(
    "import zlib,bz2,lzma,gzip; d=b'osier'*20000; print([len(x) for x in (zlib.compress(d),bz2.compress(d),lzma.compress(d))], zlib.crc32(d)); gzip.open('z.gz','wb').write(d); print(gzip.open('z.gz').read()==d)",
  ),
  python(
    "import zipfile,tarfile,io,shutil,os; z=zipfile.ZipFile('a.zip','w'); z.writestr('x/y','data'); z.close(); print(zipfile.ZipFile('a.zip').read('x/y')); t=tarfile.open('a.tar','w'); t.add('a.zip'); t.close(); tarfile.open('a.tar').extractall('out'); print(os.listdir('out')); shutil.copytree('out','two'); shutil.rmtree('out'); print(sorted(os.listdir('.')), shutil.disk_usage('.').total>0)",
  ),
  python(
    "import math,cmath,statistics,random; random.seed(7); print(math.gamma(5.5), cmath.sqrt(-2), statistics.stdev([1,2,4]), random.random(), random.sample(range(99),5), math.fsum([.1]*10), float('nan'), 1e308*10)",
  ),
  python(
    "import uuid,base64,struct,array,collections,itertools,functools,heapq,bisect,textwrap,csv,io,configparser,xml.etree.ElementTree as E; print(uuid.uuid5(uuid.NAMESPACE_DNS,'x'), struct.pack('<dI',1.5,7), E.tostring(E.fromstring('<a><b c=\"1\"/></a>')), list(csv.reader(io.StringIO('a,b\\n1,2'))))"
      .replaceAll('\\"', "\\x22")
      .replaceAll('"', ""),
  ),
  python(
    "def f(n): return 1 if n<2 else n*f(n-1)\nprint(f(300)); import sys; sys.setrecursionlimit(10**6)\ntry: print(int('9'*5000))\nexcept ValueError as e: print(e)\nraise SystemExit(9)",
  ),
  python(
    "x=[bytearray(1<<20) for _ in range(64)]; print(sum(map(len,x))); import gc; del x; print(gc.collect()>=0)",
  ),
  python("raise ValueError('boom')"),
  python("import sys; sys.stderr.write('e\\n'); sys.stdout.write('o\\n'); sys.exit('bye')"),
  python(
    "import ssl,hmac; print(ssl.OPENSSL_VERSION.split()[0], hmac.new(b'k',b'm','sha256').hexdigest()); ssl.create_default_context()",
  ),
  python(
    "import time,datetime; a=time.monotonic(); time.sleep(0.05); print(0.04 < time.monotonic()-a < 20, time.gmtime(0)[:6], datetime.date(2024,2,29).isocalendar()); print(time.time() > 1.7e9, time.process_time() >= 0, time.thread_time() >= 0)",
  ),
];

const perlCases: Case[] = [
  perl(
    "use POSIX qw(floor strftime :sys_wait_h); print floor(-2.5), strftime(' %F', gmtime(0)), ' ', POSIX::LONG_MAX, ' ', (uname())[0], $/",
  ),
  perl(
    "use File::Temp qw(tempfile tempdir); my ($f,$n)=tempfile(UNLINK=>1); print $f 'abc'; close $f; print -s $n, $/; my $d=tempdir(CLEANUP=>1); print -d $d ? 1 : 0, $/",
  ),
  perl(
    "use threads; my @t=map { my $n=$_; threads->create(sub { $n*$n }) } 1..4; print join(q(,), map { $_->join } @t), $/",
  ),
  perl("while (<STDIN>) { $w{$_}++ for split } print map { qq($_ $w{$_}$/) } sort keys %w", text),
  perl(
    "use Digest::SHA qw(sha512_hex); use MIME::Base64; use Storable; use Time::HiRes qw(usleep); usleep(1000); store [1,2,{a=>3}], q(s); print retrieve(q(s))->[2]{a}, sha512_hex(q(x)), encode_base64(q(perl))",
  ),
  perl("$SIG{ALRM}=sub { print qq(alarm$/); exit 4 }; alarm 1; sleep 20; print q(not)"),
  perl("local $SIG{__DIE__}=sub { print STDERR q(dying: ), @_ }; die qq(no\\n)"),
  perl(
    "open my $f, q(>), q(x) or die; print $f qq(a\\nb\\n); close $f; open $f, q(+<), q(x); <$f>; print tell($f), scalar(<$f>); rename q(x), q(y); print join(q( ), glob(q(*))), (stat q(y))[7], $/; opendir D, q(missing) or print qq($!$/)",
  ),
  perl(
    "pipe R, W; syswrite W, q(hi); close W; sysread R, $b, 9; print $b, $/; print eof(R) ? 1 : 0, $/; $SIG{PIPE}=sub { print qq(pipe$/) }; pipe R, W; close R; syswrite(W, 1) // print qq($!$/)",
  ),
  perl(
    "use Unicode::Normalize; use Encode; binmode STDOUT, q(:utf8); print length(NFD(decode(q(UTF-8), qq(\\xc3\\xbc)))), uc(qq(\\x{e4}\\x{3b1})), $/",
  ),
  perl("print qq(@ARGV), $0, $]"),
  perl(
    "my %h; $h{$_ * 7919 % 100003} = $_ for 1..30000; my $s = 0; $s += $_ * $h{$_} for sort { $a <=> $b } keys %h; print $s",
  ),
];

const others: Case[] = [
  [
    "sqlite3 -header x.db 'create table t(a integer primary key, b text); with recursive c(i) as (select 1 union all select i+1 from c where i<2000) insert into t select i, hex(i) from c; create index i on t(b); select count(*), max(b), sum(length(b)) from t; pragma integrity_check; vacuum; select * from t where b=hex(77)'",
  ],
  [
    "sqlite3 x.db",
    {
      stdin:
        "pragma journal_mode=wal;\ncreate table t(a);\nbegin;insert into t values(1),(2);rollback;\nselect count(*) from t;\n.mode json\nselect 1 as one, json_extract('{\"a\":[1,2]}','$.a[1]') as two;\nselect bad;\n",
    },
  ],
  ["sqlite3 /missing/x.db 'select 1; create table t(a)'"],
  [
    script(
      "lua5.4 -e",
      "print(os.getenv('HOME'), string.format('%q', 1/3), 7//2, 2^53|0, utf8.len('ü')) local f=assert(io.open('x','w')) f:write('abc') f:close() print(io.open('x'):read('a'), os.rename('x','y'), os.remove('y'), os.remove('y')) print(pcall(error,'e')) print(coroutine.wrap(function() coroutine.yield(5) end)()) os.exit(3)",
    ),
  ],
  [
    script(
      "ruby -e",
      "require 'json'; require 'digest'; require 'set'; require 'tempfile'; puts JSON.generate({a: [1,nil]}), Digest::SHA256.hexdigest('x'), (1..5).reduce(:*), RUBY_ENGINE; t=Tempfile.new('x'); t.write('hey'); t.close; puts File.size(t.path); q=Queue.new; th=3.times.map{|i| Thread.new{ sleep 0.01; q << i }}; th.each(&:join); puts q.size; begin; File.open('/missing'); rescue => e; puts e.message; end; exit 5",
    ),
    { memory: "1G" },
  ],
  [
    script(
      "ruby -e",
      "f=Fiber.new{|x| Fiber.yield x+1; :done}; p f.resume(1), f.resume; p (1..30000).map{|x|x*x}.sum; trap('USR1'){puts 'usr1'}; Process.kill('USR1',$$); sleep 0.1; r,w=IO.pipe; w<<'x'; w.close; p r.read; p 2**200, 'über'.upcase",
    ),
  ],
  [
    "tclsh",
    {
      stdin:
        "puts [expr {2**100}]\nset f [open x w]; puts $f hello; close $f\nputs [file size x]\nputs [lsort -integer {3 1 2}]\nafter 20 {set ok 1}; vwait ok; puts $ok\nputs [clock format 0 -gmt 1]\nputs [regexp -inline {(\\d+)} ab12]\nif {[catch {open /missing} e]} {puts $e}\nexit 4\n",
    },
  ],
  [
    'guile-3.0 --no-auto-compile -c \'(display (map (lambda (x) (* x x)) (iota 10))) (newline) (display (expt 2 300)) (newline) (call-with-output-file "x" (lambda (p) (write (quote (1 2)) p))) (display (call-with-input-file "x" read)) (exit 6)\'',
    { memory: "1G" },
  ],
  [
    'php -n -r \'echo json_encode([1,["a"=>null]]), PHP_EOL, md5("x"), PHP_EOL, array_sum(range(1,100)), PHP_EOL; file_put_contents("x","abc"); echo filesize("x"), PHP_EOL, PHP_OS, PHP_EOL, preg_replace("/b+/","-","abbc"), date("Y", 0); exit(7);\'',
  ],
  ["openssl dgst -sha256 FIXTURE/noise"],
  ["openssl enc -aes-256-cbc -pbkdf2 -pass pass:x -nosalt -base64", { stdin: text }],
  ["openssl prime 1000000007"],
  ["gpg --version", { slow: true }],
  [
    'bash -c \'for i in {1..5}; do x+=$((i*i)),; done; echo $x; [[ abc =~ b(.) ]] && echo ${BASH_REMATCH[1]}; printf "%s|" a b; echo hi > f; read l < f; echo $l; mapfile -t m < f; echo ${#m[@]}; trap "echo bye" EXIT; cd /; echo $PWD ${l^^}; shopt -s nullglob; echo /usr/x*; exit 8\'',
  ],
  [
    'dash -c \'i=0; while [ $i -lt 100 ]; do i=$((i+1)); done; echo $i; echo text > f; read x < f; echo $x; case $x in t*) echo match;; esac; trap "echo t" EXIT; umask; trap "echo usr" USR1; kill -USR1 $$; echo ${x%t} > /dev/full; exit 9\'',
  ],
  ["busybox sh -c 'echo $((6*7)); x=abc; echo ${#x} ${x#a}; echo z > f; read y < f; echo $y; exit 3'"],
  ["busybox sha512sum FIXTURE/noise"],
  ["busybox vi --help"],
  ["busybox awk 'BEGIN { for (i=0;i<5;i++) s = s i; print s, sqrt(2) }'"],
  ["busybox gzip -c FIXTURE/text", { slow: true }],
  ["busybox unxz --help"],
  ["busybox ls -l FIXTURE/text", { slow: true }],
  ["busybox dd if=FIXTURE/noise bs=7 count=3"],
  ["busybox tar -tf FIXTURE/missing"],
  ["busybox find FIXTURE/sub/deeper"],
  ["busybox sort -rn FIXTURE/text"],
  ["busybox bc -l", { stdin: "e(1)\n" }],
  ["busybox printf '%s %d\\n' a 7"],
  ["busybox wc FIXTURE/text"],
  ["busybox diff FIXTURE/sub/one FIXTURE/sub/two"],
  ["busybox cal 2 2024"],
  ["busybox stat -c '%s %a' FIXTURE/text"],
  ["git --version"],
  [
    script(
      "node -e",
      'const fs=require("fs"); fs.writeFileSync("x","hi"); console.log(fs.readFileSync("x","utf8")); setTimeout(()=>console.log("timer"),1500); fs.promises.readFile("x").then(b=>console.log(b.length))',
    ),
    { memory: "1G" },
  ],
];

sameAsHost("python", pythonCases);
sameAsHost("perl", perlCases);
sameAsHost("other languages", others);
