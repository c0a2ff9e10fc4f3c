import type { AgentCredential, Grant } from "@catalyst/core";
import { type OpenedCredential, secretsOf } from "../../keys/open-stored.ts";
import { createByteFinder } from "../../redaction/redact-chunks.ts";
import type { SecretFinder } from "../../redaction/secret-finder.ts";
import { type CredentialDeps, checkCredential, openGrantCredential } from "./open-grant-credential.ts";

const MAX_ENTRIES = 1000;
const KEPT_MILLISECONDS = 60_000;

/** An opened credential, and what finds its key in bytes. */
interface Known {
  opened: OpenedCredential;
  keyFinder: SecretFinder;
}

interface Asked {
  agentType: Grant["agentType"];
  llm: NonNullable<Grant["llm"]>;
}

/** The credentials that requests were made with lately, opened. */
export interface OpenedCredentials {
  /** As it was when it was asked for last: whoever is about to use it has the store look whether it is so still. */
  find(asked: Asked): Promise<Known>;
  /** Asks the store now. */
  findFresh(asked: Asked): Promise<Known>;
}

/** What can't be opened, or must be signed in to, isn't kept. Throws like `openGrantCredential`. */
export function createOpenedCredentials(deps: CredentialDeps & { now(): Date }): OpenedCredentials {
  const entries = new Map<string, { known: Known; openedAt: number }>();
  const open = async ({ agentType, llm }: Asked): Promise<Known> => {
    entries.delete(llm.credentialId);
    const opened = await openGrantCredential({ agentType, llm }, deps);
    const known = { opened, keyFinder: createByteFinder(secretsOf(opened)) };
    if (opened.credential.signInNeeded === null) {
      entries.set(llm.credentialId, { known, openedAt: deps.now().getTime() });
    }
    return known;
  };
  return {
    async find(asked) {
      forget(entries, deps.now().getTime());
      const entry = entries.get(asked.llm.credentialId);
      if (entry === undefined) {
        return open(asked);
      }
      checkCredential(entry.known.opened.credential, asked);
      return entry.known;
    },
    findFresh: open,
  };
}

/** The map is in the order in which they were opened. */
function forget(entries: Map<AgentCredential["id"], { openedAt: number }>, now: number): void {
  for (const [id, { openedAt }] of entries) {
    if (entries.size <= MAX_ENTRIES && Math.abs(now - openedAt) < KEPT_MILLISECONDS) {
      return;
    }
    entries.delete(id);
  }
}
