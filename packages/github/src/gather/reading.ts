import type { Asker } from "../client/asker.ts";
import type { ReachedRepository, TokenStep } from "../client/with-token.ts";

/** What one gathering reads with, and how much of it. */
export interface Reading extends Pick<TokenStep, "asker" | "repository"> {
  /** Of the issue or pull request. */
  number: number;
  /** The same with another right: what it is asked counts, too. */
  counted(asker: Asker): Asker;
  /** Whether another request may be made: what is left then isn't read. */
  mayGoOn(): boolean;
}

const MAX_REQUESTS = 300;
const MAX_MILLISECONDS = 90_000;

/** Bounds a gathering in requests and in time: people write as much as they like. */
export function openReading(
  { asker, repository }: Pick<TokenStep, "asker" | "repository">,
  { number, now }: { number: number; now: () => Date },
): Reading {
  const end = now().getTime() + MAX_MILLISECONDS;
  let requests = 0;
  const count = <Asked>(ask: Asked): Asked => {
    requests += 1;
    return ask;
  };
  const counted = (own: Asker): Asker => ({
    ask: (...asked) => count(own.ask(...asked)),
    list: (...asked) => count(own.list(...asked)),
    readPage: (...asked) => count(own.readPage(...asked)),
    listChanged: (...asked) => count(own.listChanged(...asked)),
    findTokenEnd: () => count(own.findTokenEnd()),
    locate: (...asked) => count(own.locate(...asked)),
    query: (...asked) => count(own.query(...asked)),
  });
  return {
    ...{ number, repository, counted },
    asker: counted(asker),
    mayGoOn: () => requests < MAX_REQUESTS && now().getTime() < end,
  };
}

/** What every document of GraphQL asks for the subject by. */
export function variablesOf({ repository, number }: { repository: ReachedRepository; number: number }) {
  return { owner: repository.owner, name: repository.name, number };
}
