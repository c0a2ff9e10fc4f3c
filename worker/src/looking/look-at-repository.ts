import type { GitHubDeliveryStore } from "@catalyst/core/forge";
import { type Finding, findNews, type KeptTokens } from "@catalyst/github";
import type { Logger } from "pino";
import type { LookAt, Looked } from "./looked.ts";

/** As many are stored by one statement. */
const MAX_STORED_AT_ONCE = 50;

export interface LookAtRepositoryDeps {
  deliveries: Pick<GitHubDeliveryStore, "add">;
  tokens: Pick<KeptTokens, "use">;
  log: Logger;
}

/**
 * Stores what happened in a repository since it was looked at last as if it had been told, so that whoever decides deliveries decides
 * it. What is stored before the look is noted is known when it is found again. Throws `GitHubFault`.
 */
export async function lookAtRepository(
  { look, stored, app }: LookAt,
  { deliveries, tokens, log }: LookAtRepositoryDeps,
): Promise<Looked> {
  const { installationId, repositoryId, marks } = look;
  if (installationId === null || repositoryId === null) {
    throw new Error("the look names no repository");
  }
  const news = await findNews(app, { installationId, repositoryId, marks }, tokens);
  if (news.isCut) {
    log.warn({ appId: stored.appId, repositoryId }, "more happened than is read at once");
  }
  const named = [...new Map(news.findings.map((finding) => [finding.guid, finding])).values()];
  for (let from = 0; from < named.length; from += MAX_STORED_AT_ONCE) {
    const some = named.slice(from, from + MAX_STORED_AT_ONCE);
    await deliveries.add(some.map((finding) => deliveryOf(finding, stored.id)));
  }
  // Whoever has just let an App in is about to try it.
  const isFirst = Object.keys(marks).length === 0;
  return { marks: news.marks, hasFound: isFirst || news.findings.length > 0, forgeSeconds: news.pollSeconds };
}

function deliveryOf({ guid, event, payload }: Finding, appId: string) {
  return { appId, guid, event, body: Buffer.from(JSON.stringify(payload)) };
}
