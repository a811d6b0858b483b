let () = let l = List.init 1000 (fun i -> i * i) in Printf.printf "%d\n" (List.fold_left (+) 0 l);
 let h = Hashtbl.create 10 in for i = 0 to 50000 do Hashtbl.replace h i (string_of_int i) done; Gc.compact (); print_endline (Hashtbl.find h 777);
 let rec deep n = if n = 0 then 0 else 1 + deep (n - 1) in Printf.printf "%d\n" (deep 100000);
 (try ignore (open_in "/missing") with Sys_error e -> print_endline e); exit 6
