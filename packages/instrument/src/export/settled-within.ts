/** Waits for `work`, but not longer than this. The timer goes with the work: it keeps no process alive after it. */
export async function settledWithin(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const deadline = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    void work.finally(() => clearTimeout(timer));
  });
  await Promise.race([work, deadline]);
}
