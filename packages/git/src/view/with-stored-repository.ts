import { realpath } from "node:fs/promises";
import { CatalystError } from "@catalyst/core/apart";
import { type View, withView } from "./open-view.ts";

/**
 * Opens the repository whose folder was stored with a task. Throws like `withView`, and `not_found` where it is gone: a
 * folder above it, which may be a repository, too, is never taken for it.
 */
export function withStoredRepository<Result>(url: string, work: (view: View) => Promise<Result>): Promise<Result> {
  return withView(url, async (view) => {
    const names = [url, await realpath(url).catch(() => url)];
    if (!names.includes(view.place.root)) {
      throw new CatalystError(
        "not_found",
        `Opening the repository ${url} failed: it is no git repository any more. Put it back, then try again.`,
      );
    }
    return work(view);
  });
}
