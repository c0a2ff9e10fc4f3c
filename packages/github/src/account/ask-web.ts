import type { z } from "zod";
import type { Site } from "../app/convert-manifest.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { readFault } from "../faults/read-fault.ts";

const HEADERS = {
  accept: "application/json",
  "content-type": "application/x-www-form-urlencoded",
  "user-agent": "Catalyst",
};
const NOT_FOUND = 404;
const UNSAID_SECONDS = 60;

/** Where people see a GitHub, without a slash at its end, and how it is asked there. */
export interface WebSite extends Site {
  web: string;
}

/** What a page of GitHub's that programs ask answers to a form: also what it refuses. Throws `GitHubFault`. */
export async function askWeb<Shape>(
  { web, connections, now }: WebSite,
  { path, form }: { path: string; form: Readonly<Record<string, string>> },
  shape: z.ZodType<Shape>,
): Promise<Shape> {
  const asked = { method: "POST", headers: HEADERS, body: new URLSearchParams(form).toString() };
  const response = await connections
    .fetch(`${web}${path}`, asked)
    .catch((error: unknown) => Promise.reject(readFault(error, { now: now(), unsaidSeconds: UNSAID_SECONDS })));
  const read = shape.safeParse(await response.json().catch(() => null));
  if (response.status === NOT_FOUND) {
    throw new GitHubFault({ kind: "not_found" }, { status: NOT_FOUND });
  }
  if (response.status >= 500 || !read.success) {
    throw new GitHubFault({ kind: "outage", reason: "it answered, and not as GitHub does" });
  }
  return read.data;
}
