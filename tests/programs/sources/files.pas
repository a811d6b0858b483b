{$mode objfpc}
program h; uses sysutils, classes;
var i: integer; s: int64; l: TStringList; f: text;
begin s := 0; for i := 1 to 1000 do s := s + i * i; writeln(s, ' ', 1.5:0:3);
 l := TStringList.Create; l.Add('b'); l.Add('a'); l.Sort; writeln(l.CommaText);
 assign(f, 'x'); rewrite(f); writeln(f, 'hi'); close(f); writeln(FileExists('x'), ' ', FileExists('/missing'));
 try i := 0; writeln(5 div i) except on e: Exception do writeln(e.ClassName) end; halt(5) end.
