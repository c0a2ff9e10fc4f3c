import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import type { AuditStore } from "../../account/people/audit-entry.ts";
import { linkForge } from "../../account/people/forge-links.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import type { AskedLink, BegunLink } from "../../forge/app/link.ts";
import { type AskWorkerDeps, askWorker } from "../ask-worker.ts";

const ATTEMPT = "Linking your account";

/** Begins to ask the actor at a GitHub who they are there. Throws `forbidden`, `not_found` where no App of it is added, and like `askWorker`. */
export async function beginGitHubLink(
  { actor, host }: { actor: Actor; host: string },
  { worker }: { worker: AskWorkerDeps },
): Promise<BegunLink> {
  const wish = { kind: "begin_github_link", host, userId: permit(actor) } as const;
  return (await askWorker({ actor, wish }, "github_link_begun", worker)).begun;
}

export interface FinishLinkDeps {
  worker: AskWorkerDeps;
  accounts: Pick<AccountStore, "findForgePerson" | "linkForgeAccount">;
  audit: Pick<AuditStore, "add">;
}

/**
 * Asks what came of it, and links the account once its person agreed. Throws `forbidden`, `conflict` where the account is somebody else's,
 * `invalid_input` for what the actor didn't begin, and like `askWorker`.
 */
export async function finishGitHubLink(
  { actor, pending }: { actor: Actor; pending: string },
  { worker, ...deps }: FinishLinkDeps,
): Promise<AskedLink> {
  const wish = { kind: "ask_github_link", pending, userId: permit(actor) } as const;
  const { asked } = await askWorker({ actor, wish }, "github_link_asked", worker);
  if (asked.kind === "agreed") {
    const { id: accountId, login } = asked.account;
    await linkForge({ actor, account: { forge: forgeOfHost(asked.host), accountId, login } }, deps);
  }
  return asked;
}

function permit(actor: Actor): string {
  permitBeside({ actor, action: "link_own_accounts", attempt: ATTEMPT });
  return personOf(actor) as string;
}
