package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	ch := make(chan int, 10)
	var mu sync.Mutex
	total := 0
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func(n int) { defer wg.Done(); mu.Lock(); total += n; mu.Unlock(); ch <- n }(i)
	}
	go func() { wg.Wait(); close(ch) }()
	var got []int
	for n := range ch {
		got = append(got, n)
	}
	sort.Ints(got)
	fmt.Println(total, len(got), got[49])
	m := map[string]int{}
	for i := 0; i < 20000; i++ {
		m[fmt.Sprint(i)] = i
	}
	runtime.GC()
	fmt.Println(len(m), strings.Repeat("go", 3))
	select {
	case <-time.After(20 * time.Millisecond):
		fmt.Println("timeout")
	}
	os.WriteFile("x", []byte("hello"), 0644)
	b, _ := os.ReadFile("x")
	fmt.Println(string(b))
	_, err := os.Open("/missing")
	fmt.Println(err, errors.Is(err, os.ErrNotExist))
	defer func() {
		r := recover()
		fmt.Println("recovered", r)
		var p *int
		defer func() { fmt.Println(recover()); os.Exit(3) }()
		fmt.Println(*p)
	}()
	data, _ := io.ReadAll(os.Stdin)
	fmt.Println(len(data))
	var a []int
	_ = a[5]
}
