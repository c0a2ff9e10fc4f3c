/** What was announced and not yet looked at. */
export interface News {
  tell: (about: string) => void;
  /** Ends a wait without anything to look at. */
  ring: () => void;
  /** All that was told since it was taken last. */
  take(): ReadonlySet<string>;
  /** Until something is told, or until the time is over; what nobody waited for counts. */
  wait(milliseconds: number): Promise<void>;
}

export function createNews(): News {
  let told = new Set<string>();
  let isRung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    isRung = true;
    wake?.();
  };
  return {
    ring,
    tell(about) {
      told.add(about);
      ring();
    },
    take() {
      const taken = told;
      told = new Set();
      return taken;
    },
    async wait(milliseconds) {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isRung = false;
      wake = null;
    },
  };
}
