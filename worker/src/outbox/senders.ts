import { type AddressKind, checkAddress, guardedLookup } from "@catalyst/machine";
import { Agent, type Dispatcher } from "undici";

const CONNECT_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 10_000;
const MAX_HEADER_BYTES = 16 * 1024;
const ON_THE_INTERNET: readonly AddressKind[] = ["public"];
const OF_THE_OWNER: readonly AddressKind[] = ["public", "private"];

interface Posting {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Whether it may lead into this machine or a private network. */
  isPrivateAllowed: boolean;
}

/** The connections to receivers. */
export interface Senders {
  /**
   * Posts and returns the status of the answer, which is all that is read of it. Redirects are answers like any other. Throws a
   * ForbiddenAddressError where the address is one that isn't allowed, checked on the very addresses that are dialled; anything
   * else when no answer comes within 10 s, or the signal.
   */
  post(posting: Posting, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export function openSenders(answerMilliseconds = ANSWER_MILLISECONDS): Senders {
  const open = (kinds: readonly AddressKind[]) =>
    new Agent({
      connect: {
        timeout: CONNECT_MILLISECONDS,
        lookup: guardedLookup(kinds),
      },
      allowH2: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      pipelining: 0,
    });
  const [guarded, own] = [open(ON_THE_INTERNET), open(OF_THE_OWNER)];
  return {
    async post({ url, headers, body, isPrivateAllowed }, signal) {
      const { hostname } = new URL(url);
      checkAddress(hostname, isPrivateAllowed ? OF_THE_OWNER : ON_THE_INTERNET);
      const answer = await (isPrivateAllowed ? own : guarded).request({
        ...targetOf(url),
        method: "POST",
        headers: { ...headers, "content-type": "application/json", "user-agent": "Catalyst" },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]),
      });
      // Without a listener the error of a body that is cut off would end the process.
      answer.body.on("error", () => undefined);
      answer.body.destroy();
      return answer.statusCode;
    },
    close: async () => {
      await Promise.all([guarded.destroy(), own.destroy()]);
    },
  };
}

function targetOf(url: string): Pick<Dispatcher.RequestOptions, "path"> & { origin: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: `${pathname}${search}` };
}
