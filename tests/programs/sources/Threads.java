import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** 64 threads, a loop that keeps the collector busy, and a null pointer that is caught. */
public class Threads {
  static class Node {
    int value;
  }

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(64);
    List<Future<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      final int factor = i;
      futures.add(pool.submit(() -> {
        int sum = 0;
        for (int j = 0; j < 100000; j++) sum += j * factor;
        return sum;
      }));
    }
    long total = 0;
    for (Future<Integer> future : futures) total += future.get();
    pool.shutdown();
    System.out.println(pool.awaitTermination(10, TimeUnit.SECONDS) + " " + total);
    long kept = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] garbage = new byte[100000];
      garbage[5] = (byte) i;
      kept += garbage[5];
    }
    System.out.println("collected " + kept);
    Node nothing = args.length > 5 ? new Node() : null;
    for (int i = 0; i < 3; i++) {
      try {
        System.out.println(nothing.value);
      } catch (NullPointerException e) {
        System.out.println("caught");
      }
    }
  }
}
