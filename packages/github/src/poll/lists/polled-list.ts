import type { ChangedList } from "../../client/asker.ts";
import type { TokenStep } from "../../client/with-token.ts";
import type { ListedThing } from "../finding.ts";

/** Of 30 each: what happened while nobody looked for a day. */
export const MAX_LIST_PAGES = 100;

/** How a list is asked for. */
interface ListWish {
  etag: string | null;
  maxPages: number;
  isEnough(page: readonly unknown[]): boolean;
}

/** A list of a repository that has the newest first. */
export interface PolledList<Thing extends ListedThing = ListedThing> {
  /** Of its mark. */
  name: string;
  ask(step: TokenStep, wish: ListWish): Promise<ChangedList<unknown>>;
  /** null: it isn't as GitHub's lists are, and is passed over. */
  read(item: unknown): Thing | null;
}

/** The number at the end of an address of the API; null: it has none. */
export function numberAtEnd(url: string): number | null {
  const digits = /\/(\d{1,9})$/.exec(url)?.[1];
  return digits === undefined ? null : Number(digits);
}
