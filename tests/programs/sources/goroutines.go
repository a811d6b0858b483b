package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

type T struct{ x int }

func deref(p *T) (r string) {
	defer func() { r = fmt.Sprint("recovered: ", recover()) }()
	return fmt.Sprint(p.x)
}
func main() {
	fmt.Println(deref(nil))
	n := 10000
	ch := make(chan int, 16)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func(i int) { defer wg.Done(); time.Sleep(time.Duration(i%20) * time.Millisecond); ch <- i }(i)
	}
	sum := 0
	done := make(chan bool)
	go func() {
		for v := range ch {
			sum += v
		}
		done <- true
	}()
	wg.Wait()
	close(ch)
	<-done
	fmt.Println("sum", sum)
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println("signal", <-c)
	t := time.NewTicker(2 * time.Millisecond)
	k := 0
	for range t.C {
		k++
		if k == 5 {
			break
		}
	}
	fmt.Println("ticks", k)
	r, w, _ := os.Pipe()
	go func() { time.Sleep(5 * time.Millisecond); w.Write([]byte("pipe data")); w.Close() }()
	b := make([]byte, 100)
	m, _ := r.Read(b)
	fmt.Println(string(b[:m]))
}
