import dns, { type LookupAddress, type LookupAllOptions } from "node:dns";

/** Resolves a name to all of its addresses. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

interface Bounds {
  /** How many names are asked for at once. */
  maxAtOnce: number;
  /** How long one waits for its turn before it fails. */
  waitMilliseconds: number;
}

/** Of four threads, so that names that we know and files have theirs. */
const MAX_CHOSEN_AT_ONCE = 2;
const WAIT_MILLISECONDS = 5000;

/** Looks up names that somebody chose: those of one process take turns, whatever they are for. */
export const lookUpChosen: ResolveName = boundedLookup({
  maxAtOnce: MAX_CHOSEN_AT_ONCE,
  waitMilliseconds: WAIT_MILLISECONDS,
});

/** Looks up names that we chose, which don't wait for those that somebody else did. */
export const lookUpOurs: ResolveName = boundedLookup({ maxAtOnce: 1, waitMilliseconds: WAIT_MILLISECONDS });

/**
 * Names that anybody may choose, looked up a few at a time: each takes one of the process' four threads, which read its files too,
 * for as long as the name's own servers keep silent, and can't be called off.
 */
export function boundedLookup(
  { maxAtOnce, waitMilliseconds }: Bounds,
  resolve: ResolveName = (...asked) => dns.lookup(...asked),
): ResolveName {
  const waiting = new Set<() => void>();
  let asked = 0;
  const ask: ResolveName = (hostname, options, callback) => {
    asked += 1;
    resolve(hostname, options, (error, found) => {
      asked -= 1;
      const [next] = waiting;
      next?.();
      callback(error, found);
    });
  };
  return (hostname, options, callback) => {
    if (asked < maxAtOnce) {
      ask(hostname, options, callback);
      return;
    }
    const begin = () => {
      clearTimeout(timer);
      waiting.delete(begin);
      ask(hostname, options, callback);
    };
    const timer = setTimeout(() => {
      waiting.delete(begin);
      callback(Object.assign(new Error(`${hostname} had no turn to be looked up`), { code: "ETIMEOUT" }), []);
    }, waitMilliseconds);
    waiting.add(begin);
  };
}
