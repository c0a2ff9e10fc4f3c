export interface Look {
  /** Looks as soon as no look is under way. */
  look: () => void;
  /** Waits for the last look. */
  whenDone: () => Promise<void>;
}

/** Looks one at a time; who asks meanwhile gets one more. `lookOnce` doesn't reject. */
export function createLook(lookOnce: () => Promise<void>): Look {
  let looking = Promise.resolve();
  let isAsked = false;
  const look = () => {
    if (!isAsked) {
      isAsked = true;
      looking = looking.then(() => {
        isAsked = false;
        return lookOnce();
      });
    }
  };
  return { look, whenDone: () => looking };
}
