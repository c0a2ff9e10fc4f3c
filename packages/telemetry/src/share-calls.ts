/** One call at a time, whose outcome all get who ask meanwhile; one that succeeded counts for as long after its beginning. */
export function shareCalls<Result>(call: () => Promise<Result>, freshMilliseconds: number): () => Promise<Result> {
  let last: Promise<Result> | null = null;
  let begunAt = 0;
  let isOpen = false;
  return () => {
    if (last !== null && (isOpen || performance.now() - begunAt < freshMilliseconds)) {
      return last;
    }
    begunAt = performance.now();
    isOpen = true;
    const called = call();
    called.then(
      () => {
        isOpen = false;
      },
      () => {
        isOpen = false;
        last = null;
      },
    );
    last = called;
    return called;
  };
}
