/** Progress of long steps: a spinner on a terminal, nothing elsewhere, and always on stderr. */
import yoctoSpinner from "yocto-spinner";

/** Runs a step under a spinner; the spinner's line is gone when the step ends. */
export async function withProgress<T>(text: string, step: () => Promise<T> | T): Promise<T> {
  if (!process.stderr.isTTY) return await step();
  const spinner = yoctoSpinner({ text, stream: process.stderr }).start();
  try {
    return await step();
  } finally {
    spinner.stop();
  }
}
