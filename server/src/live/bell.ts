/** Tells those who wait that something happened, also what happened before they came to wait. */
export interface Bell {
  /** How often it rang. */
  count(): number;
  ring(): void;
  /** Until it has rung more often than that, or the signal. */
  rungSince(count: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let count = 0;
  let waiting = new Set<() => void>();
  return {
    count: () => count,
    ring() {
      count += 1;
      const woken = waiting;
      waiting = new Set();
      for (const wake of woken) {
        wake();
      }
    },
    rungSince(before, signal) {
      if (count !== before || signal.aborted) {
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
    },
  };
}
