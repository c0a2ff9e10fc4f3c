import type { IncomingMessage } from "node:http";
import { refusalOfInput } from "../api/refusal-of-input.ts";
import type { FoundRoute } from "../http/find-route.ts";
import type { Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { type Answer, refuse } from "../http/refuse.ts";
import type { ServerDeps } from "../server-deps.ts";
import { askAgain } from "../who/ask-again.ts";
import type { RightWatch } from "../who/watch-rights.ts";
import type { Asker, WhoAsks } from "../who/who-asks.ts";
import { type Followed, findFollowed } from "./find-followed.ts";
import { type FollowedRoom, pourRooms } from "./pour-rooms.ts";
import { createRooms, type Entered, type Rooms } from "./rooms.ts";
import { createStreamPlaces } from "./stream-places.ts";

interface AskedStream extends FoundRoute {
  query: URLSearchParams;
  request: IncomingMessage;
  response: Answer;
  asker: Asker;
  /** How many ends of rights had been told before it was asked who asks. */
  since: number;
  whoAsks: WhoAsks;
}

export interface Streams {
  /** Answers with the stream, or with what is wrong. */
  open(asked: AskedStream): void;
  /** Ends all of them, and those that come later, so that their clients ask elsewhere. */
  end(): void;
}

/** Streams of server-sent events, written to the sockets themselves. */
export function createStreams(deps: ServerDeps, rightWatch: RightWatch): Streams {
  const stopping = new AbortController();
  const rooms = createRooms();
  const places = createStreamPlaces(deps.limits);
  return {
    open(asked) {
      const leave = places.take(asked.asker.actor);
      if (leave === null) {
        refuse(asked.response, { code: "too_many", detail: "Too many streams are open. End one, or try again later." });
        return;
      }
      const input = readInput(asked);
      if ("refusal" in input) {
        leave();
        refuse(asked.response, input.refusal);
        return;
      }
      void serve(asked, input.parts, { ...deps, rightWatch, rooms, stopping: stopping.signal }).finally(leave);
    },
    end: () => stopping.abort(),
  };
}

async function serve(
  { operation, request, response, asker, since, whoAsks }: AskedStream,
  parts: Record<string, unknown>,
  deps: ServerDeps & { rightWatch: RightWatch; rooms: Rooms; stopping: AbortSignal },
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  if (response.destroyed) {
    left.abort();
  }
  const { stallSeconds, heartbeatSeconds, askAgainSeconds } = deps.limits;
  const held = deps.rightWatch.hold(asker, since);
  const again = askAgain({ request, asker, whoAsks }, { everySeconds: askAgainSeconds, now: deps.now });
  // Where nothing happens for long, nothing is sent.
  request.socket.setTimeout(0);
  const signal = AbortSignal.any([left.signal, deps.stopping, held.signal, again.signal]);
  try {
    const followed = await findFollowed({ operation, parts, actor: asker.actor }, deps);
    await within(followed, deps.rooms, (rooms) =>
      pourRooms(rooms, { response, signal, stallSeconds, heartbeatSeconds }),
    );
  } catch (error) {
    const refusal = refusalOfError(error, deps);
    if (!response.headersSent) {
      refuse(response, refusal);
    }
  } finally {
    held.release();
    again.release();
  }
}

/** Works in the rooms of what is followed. */
async function within(
  followed: readonly Followed[],
  rooms: Rooms,
  work: (rooms: FollowedRoom[]) => Promise<void>,
): Promise<void> {
  const entered: (Entered & FollowedRoom)[] = [];
  try {
    for (const { name, source, ...one } of followed) {
      entered.push({ ...one, ...(await rooms.enter(name, source)) });
    }
    await work(entered);
  } finally {
    await Promise.all(entered.map(({ leave }) => leave()));
  }
}

/** The parts of the request as the contract has them, or what is wrong with them. */
function readInput({
  route,
  params,
  query,
  request,
}: AskedStream): { parts: Record<string, unknown> } | { refusal: Refusal } {
  const said = { params, query: readQuery(query), headers: request.headers };
  const parts: Record<string, unknown> = {};
  for (const part of ["params", "query", "headers"] as const) {
    const parsed = route.request[part]?.safeParse(said[part]);
    if (parsed?.success === false) {
      return { refusal: refusalOfInput({ target: part, error: parsed.error }) };
    }
    parts[part] = parsed?.data;
  }
  return { parts };
}

/** What is said more than once stays a list, which fits only where one may be. */
function readQuery(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const said = query.getAll(name);
      return [name, said.length === 1 ? (said[0] as string) : said];
    }),
  );
}
