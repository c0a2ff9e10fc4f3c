/** As long as nobody answers, it is asked again after these, and after the last of them from then on. */
const PAUSES_MILLISECONDS = [500, 1000, 2000, 3000];
/** The server is there and the web app isn't yet, or neither is behind what stands before them. */
const AWAY_STATUSES = [502, 503, 504];
/** By which the router says what it asks for (RSC), and what of that is only had beforehand. */
const PAGE_HEADER = "rsc";
const BEFOREHAND_HEADER = "next-router-prefetch";

type Fetch = typeof fetch;

export interface PatientFetchDeps {
  fetch: Fetch;
  /** The address of the page that is shown. */
  shown: () => string;
  wait: (milliseconds: number) => Promise<void>;
}

/**
 * Asks for pages until there is an answer. The router, where it gets none, leaves the page for the address itself; the browser then says
 * that nobody answers there, what was typed is gone, and often nothing leads back. What isn't the router's is asked once.
 */
export function patientFetch({ fetch, shown, wait }: PatientFetchDeps): Fetch {
  return async (input, init) => {
    if (!asksForPage(input, init)) {
      return fetch(input, init);
    }
    const isShown = isSamePlace(input as URL | string, shown());
    for (let tries = 0; ; tries += 1) {
      const answer = await askOnce(() => fetch(input, init), isShown);
      if (answer !== null) {
        return answer;
      }
      init?.signal?.throwIfAborted();
      await wait(PAUSES_MILLISECONDS[Math.min(tries, PAUSES_MILLISECONDS.length - 1)] as number);
      init?.signal?.throwIfAborted();
    }
  };
}

function asksForPage(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  const isRead = (init?.method ?? "GET") === "GET";
  return !(input instanceof Request) && isRead && headers.has(PAGE_HEADER) && !headers.has(BEFOREHAND_HEADER);
}

/** null: nobody answered. */
async function askOnce(ask: () => Promise<Response>, isShown: boolean): Promise<Response | null> {
  try {
    const answer = await ask();
    if (AWAY_STATUSES.includes(answer.status)) {
      return null;
    }
    // Of another page its beginning is shown while the rest comes; the one that is shown is replaced by all of its successor or nothing.
    return isShown ? await wholeOf(answer) : answer;
  } catch {
    return null;
  }
}

async function wholeOf(answer: Response): Promise<Response> {
  const { status, statusText, headers, url, redirected } = answer;
  const whole = new Response(await answer.arrayBuffer(), { status, statusText, headers });
  Object.defineProperties(whole, { url: { value: url }, redirected: { value: redirected } });
  return whole;
}

function isSamePlace(asked: URL | string, shown: string): boolean {
  return new URL(asked, shown).pathname === new URL(shown).pathname;
}
