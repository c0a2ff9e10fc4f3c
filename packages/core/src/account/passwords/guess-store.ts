/** How often something may be guessed: so many tries at once, and another one after each pause. */
export const GUESSES = { tries: 10, everySeconds: 30 } as const;

/** Tries at what can be guessed, counted for all servers. */
export interface GuessStore {
  /** Takes a try of those that this name has. The seconds until there is one again; 0: it is taken. */
  take(input: { name: string; tries: number; everySeconds: number }): Promise<number>;
  /** Whoever knew it has all tries again. */
  forget(name: string): Promise<void>;
}
