import java.util.concurrent.TimeUnit;

/** ProcessBuilder: streams, environment, statuses, an end by force. */
public class Children {
  static String output(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    return out + err + "status " + process.waitFor();
  }

  public static void main(String[] args) throws Exception {
    Process shell = new ProcessBuilder("/bin/sh", "-c", "read x; echo got $x; echo err >&2; exit 4").start();
    shell.getOutputStream().write("input\n".getBytes());
    shell.getOutputStream().close();
    System.out.println(output(shell));
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "echo $NAME in $PWD");
    builder.environment().put("NAME", "value");
    builder.directory(new java.io.File("/"));
    System.out.println(output(builder.start()));
    for (int i = 0; i < 5; i++) System.out.println(output(new ProcessBuilder("/bin/echo", "child " + i).start()));
    Process sleeper = new ProcessBuilder("/bin/sleep", "100").start();
    System.out.println(sleeper.isAlive() + " " + sleeper.waitFor(1, TimeUnit.MILLISECONDS));
    sleeper.destroy();
    System.out.println(sleeper.waitFor());
    try {
      new ProcessBuilder("/bin/missing").start();
    } catch (java.io.IOException e) {
      System.out.println(e.getMessage().contains("No such file"));
    }
  }
}
