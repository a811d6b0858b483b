/** Text tools, archivers and calculators. */

import { type Case, sameAsHost } from "./compare.ts";
import { json, noise, table } from "./fixture.ts";

const tools: Case[] = [
  ["grep -n 'of 9[0-9]*' FIXTURE/text"],
  ["grep -rc 2 FIXTURE/sub/two"],
  ["grep -P '(?<=line )\\d+7' FIXTURE/text"],
  ["grep -q absent FIXTURE/text"],
  ["grep x FIXTURE/missing"],
  ["sed -n -e '/1[05]/{s/line/LINE/;p}' FIXTURE/text"],
  ["sed -E 's/([a-z]+):x:([0-9]+)/\\2-\\1/; $a end' FIXTURE/table"],
  ["sed 'w out' FIXTURE/table"],
  ["sed -i s/a/b/ FIXTURE/missing"],
  ["gawk -F: '{ n[$4] += $3; t += $3 } END { print t; print n[\"blue\"] }' FIXTURE/table"],
  ['gawk \'BEGIN { printf "%.10f %s\\n", atan2(0,-1), toupper("ü"); print strftime("%F", 0, 1); exit 3 }\''],
  ['gawk \'{ print $1 > "out"; close("out"); while ((getline l < "out") > 0) print l }\' FIXTURE/table'],
  ["mawk '{ print length($0), $NF }' FIXTURE/text"],
  ["find FIXTURE/text -newer FIXTURE/table -o -printf '%f %s %m %y\\n'"],
  ["find FIXTURE/sub/deeper -type f -size +1k"],
  ["find missing"],
  ["xargs --help"],
  ["diff -u FIXTURE/sub/one FIXTURE/sub/two"],
  ["diff -r FIXTURE/sub FIXTURE/sub/deeper", { ignoreStderr: true }],
  ["cmp FIXTURE/text FIXTURE/table"],
  ["bc -l", { stdin: "scale=40\n4*a(1)\n2^200\nsqrt(2)\n1/0\n" }],
  ["dc -e '20k 2v p 16o 255p'"],
  ["jq -S '.list | map(type), length'", { stdin: json }],
  ["jq .", { stdin: "{bad" }],
  ["m4", { stdin: "define(`sq', `eval($1*$1)')sq(12) len(`osier')\n" }],
  ["ed -s", { stdin: "a\nhello\nworld\n.\n,s/o/0/\n,p\nq\n" }],
  ["file -b FIXTURE/text", { slow: true }],
  ["xxd FIXTURE/table"],
  ["xxd -r -p", { stdin: "6f736965720a" }],
  ["hexdump -C FIXTURE/table"],
  ["column -t -s:", { stdin: table }],
  ["rev", { stdin: table }],
  ["look ab FIXTURE/text"],
  ["iconv -f UTF-8 -t UTF-16LE", { stdin: table, add: ["/usr/lib/x86_64-linux-gnu/gconv"] }],
  ["iconv -f UTF-8 -t ASCII", { stdin: table }],
  ["getconf PAGE_SIZE"],
  ["locale -a"],
];

const archives: Case[] = [
  ["tar --sort=name --owner=0 --group=0 --mode=go-w --mtime=@0 -C FIXTURE -cf - sub/one text noise link"],
  ["tar -tvf FIXTURE/missing.tar"],
  ["tar --sort=name -C FIXTURE -cvf out.tar sub/deeper text"],
  ["gzip -nc FIXTURE/noise"],
  ["gzip -9nc FIXTURE/text"],
  ["gzip -tv FIXTURE/text"],
  ["bzip2 -c FIXTURE/text"],
  ["bzip2 -c FIXTURE/noise", { slow: true }],
  ["xz -0 -c -T1 FIXTURE/noise"],
  ["xz -6 -c -T1", { stdin: noise(1_300_000), slow: true, memory: "1G" }],
  ["xz -0 -T2 -c FIXTURE/noise"],
  ["zstd -c -q --single-thread FIXTURE/noise"],
  ["zstd -T2 -c -q FIXTURE/text"],
  ["lz4 -c -q FIXTURE/text"],
];

sameAsHost("text tools", tools);
sameAsHost("archivers", archives);
