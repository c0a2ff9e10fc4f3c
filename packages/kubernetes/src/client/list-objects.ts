import { z } from "zod";
import { ClusterFault } from "./cluster-fault.ts";
import { AnyObject } from "./cluster-object.ts";
import type { ClusterConnection, Query } from "./connect-cluster.ts";

const PAGE = 500;
/** 100,000 objects: ten times as many as there may be, and an end for a server that always has another page. */
const MAX_PAGES = 200;

const Page = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1), continue: z.string().optional() }),
  items: z.array(AnyObject).nullish(),
});

export interface Listing {
  connection: ClusterConnection;
  path: string;
  query?: Query;
  signal?: AbortSignal;
  /** What of an object is wanted; the rest isn't held until the last page has come. */
  keep?: ((object: AnyObject) => AnyObject) | undefined;
}

/** All that is there, as it was at one moment, which `version` names. Throws `ClusterFault`. */
export async function listObjects(listing: Listing): Promise<{ objects: AnyObject[]; version: string }> {
  const { connection, path, query, signal, keep = (object) => object } = listing;
  const objects: AnyObject[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await connection.send({
      ...{ method: "GET", path, query: { ...query, limit: PAGE, continue: next } },
      ...(signal === undefined ? {} : { signal }),
    });
    const page = Page.safeParse(answer);
    if (!page.success) {
      throw new ClusterFault("unavailable", "it answered something else than a list");
    }
    objects.push(...(page.data.items ?? []).map(keep));
    next = page.data.metadata.continue;
    if (next === undefined || next === "") {
      return { objects, version: page.data.metadata.resourceVersion };
    }
  }
  throw new ClusterFault("unavailable", `its list has more than ${MAX_PAGES} pages`);
}
