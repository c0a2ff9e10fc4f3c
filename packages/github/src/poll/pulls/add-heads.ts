import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { orNull } from "../../read/or-null.ts";
import type { ListedThing } from "../finding.ts";

/** Each costs a request at one look; more are told without. */
const MAX_HEADS = 50;

const Pull = z.object({ head: z.object({ sha: z.string() }), draft: z.boolean().nullish() });

/** What was found, with the newest commit of the pull requests that are told with it. Who has none to show is told without. Throws `GitHubFault`. */
export async function addHeads(things: readonly ListedThing[], step: TokenStep): Promise<ListedThing[]> {
  const numbers = [...new Set(things.flatMap(({ headOf }) => headOf ?? []))].slice(0, MAX_HEADS);
  const heads = new Map<number, z.output<typeof Pull>>();
  for (const number of numbers) {
    const pull = await readHead(number, step);
    if (pull !== null) {
      heads.set(number, pull);
    }
  }
  return things.map((thing) => withHead(thing, heads));
}

function readHead(number: number, { asker, repository: { owner, name: repo } }: TokenStep) {
  return orNull(asker.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}", { owner, repo, pull_number: number }, Pull));
}

function withHead(thing: ListedThing, heads: ReadonlyMap<number, z.output<typeof Pull>>): ListedThing {
  const { told, headOf } = thing;
  const pull = headOf === undefined ? undefined : heads.get(headOf);
  if (told === null || pull === undefined) {
    return thing;
  }
  const pull_request = {
    ...(told.body.pull_request as object),
    head: { sha: pull.head.sha },
    draft: pull.draft === true,
  };
  return { ...thing, told: { ...told, body: { ...told.body, pull_request } } };
}
