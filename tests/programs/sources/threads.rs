use std::{
    collections::HashMap,
    fs,
    io::{Read, Write},
    sync::{mpsc, Arc, Mutex},
    thread,
    time::Duration,
};
fn main() {
    let total = Arc::new(Mutex::new(0));
    let (tx, rx) = mpsc::channel();
    let hs: Vec<_> = (0..8)
        .map(|i| {
            let t = total.clone();
            let tx = tx.clone();
            thread::spawn(move || {
                *t.lock().unwrap() += i;
                tx.send(i).unwrap();
            })
        })
        .collect();
    for h in hs {
        h.join().unwrap();
    }
    drop(tx);
    let mut v: Vec<i32> = rx.iter().collect();
    v.sort();
    println!("{} {:?}", total.lock().unwrap(), v);
    let mut m = HashMap::new();
    for i in 0..10000u64 {
        m.insert(i, i * i);
    }
    println!("{}", m.values().sum::<u64>());
    fs::write("x", b"abc").unwrap();
    let mut s = String::new();
    fs::File::open("x").unwrap().read_to_string(&mut s).unwrap();
    println!("{s}");
    println!("{:?}", fs::read("/missing").map_err(|e| e.kind()));
    thread::sleep(Duration::from_millis(10));
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    println!("{}", input.len());
    let r = thread::spawn(|| {
        if true {
            panic!("boom")
        }
    })
    .join();
    println!("{}", r.is_err());
    std::io::stdout().flush().unwrap();
    std::process::exit(4);
}
