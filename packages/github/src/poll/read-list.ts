import { type ListMark, startOf, takeNew } from "@catalyst/core/forge";
import type { TokenStep } from "../client/with-token.ts";
import type { ListedThing } from "./finding.ts";
import { MAX_LIST_PAGES, type PolledList } from "./lists/polled-list.ts";

/** What is new in a list, and how far it is read then. */
export interface ReadList<Thing extends ListedThing> {
  fresh: Thing[];
  /** All that was read, new or known; empty where nothing changed. */
  listed: Thing[];
  mark: ListMark;
  pollSeconds: number | null;
  /** More happened since it was read last than is ever read at once. */
  isCut: boolean;
}

/** Reads a list from where it was read last; at the first time all that it has is known. Throws `GitHubFault`. */
export async function readList<Thing extends ListedThing>(
  list: PolledList<Thing>,
  mark: ListMark | null,
  step: TokenStep,
): Promise<ReadList<Thing>> {
  const start = mark === null ? null : startOf(mark);
  const isEnough = (page: readonly unknown[]) =>
    start === null || page.some((item) => (list.read(item)?.at ?? start) < start);
  const answered = await list.ask(step, { etag: mark?.etag ?? null, maxPages: MAX_LIST_PAGES, isEnough });
  const { pollSeconds } = answered;
  if (answered.kind === "unchanged") {
    return { fresh: [], listed: [], mark: mark ?? { etag: null, newestAt: null, seen: {} }, pollSeconds, isCut: false };
  }
  const things = answered.items.map(list.read).filter((thing) => thing !== null);
  const { fresh, mark: next } = takeNew(things, { mark, etag: answered.etag });
  return { fresh, listed: things, mark: next, pollSeconds, isCut: !answered.isWhole };
}
