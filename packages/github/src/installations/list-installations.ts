import type { FoundInstallation } from "@catalyst/core/forge";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";

/** Of 30 each. */
const MAX_PAGES = 40;

const KINDS = { User: "user", Organization: "organization", Enterprise: "enterprise" } as const;

/** An enterprise has a slug where others have a login. */
const Account = z
  .object({
    id: z.int().positive(),
    login: z.string().min(1).max(255).optional(),
    slug: z.string().min(1).max(255).optional(),
    type: z.string().max(50).optional(),
  })
  .transform(({ id, login, slug, type }) => ({
    accountId: id,
    accountLogin: login ?? slug ?? String(id),
    accountKind: KINDS[(type ?? "Enterprise") as keyof typeof KINDS] ?? ("organization" as const),
  }));

const Installation = z
  .object({
    id: z.int().positive(),
    account: Account,
    permissions: z.record(z.string().max(100), z.string().max(20)),
    suspended_at: z.coerce.date().nullish(),
  })
  .transform(
    ({ id, account, permissions, suspended_at }): FoundInstallation => ({
      ...{ installationId: id, ...account, permissions },
      suspendedAt: suspended_at ?? null,
    }),
  );

/** All that let the App in; `isWhole` false: there are more than are ever asked for. Throws `GitHubFault`. */
export async function listInstallations(
  asker: Asker,
): Promise<{ installations: FoundInstallation[]; isWhole: boolean }> {
  const { items, isWhole } = await asker.list("GET /app/installations", { maxPages: MAX_PAGES }, Installation);
  return { installations: items, isWhole };
}

/** One by its number. Throws `GitHubFault`: `not_found` where it is gone. */
export function readInstallation(asker: Asker, installationId: number): Promise<FoundInstallation> {
  return asker.ask("GET /app/installations/{installation_id}", { installation_id: installationId }, Installation);
}
