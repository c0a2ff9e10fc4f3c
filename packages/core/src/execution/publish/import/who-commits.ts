import { describeForgeProblem, ForgeAway } from "../../../forge/forge-outcome.ts";
import type { PublishTarget } from "../../../forge/forge-port.ts";
import type { CommitIdentity, ImportInput } from "../../../result/repository-port.ts";
import type { Step } from "../../step.ts";

const OURS: CommitIdentity = { name: "Catalyst", email: "catalyst@localhost" };
/** What a forge calls the account of an App, and any account: anything else might end the line. */
const BOT = /\[bot\]$/;
const ACCOUNT = /^\d{1,20}\+[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?$/;

type Account = PublishTarget["account"];

/** As whom we are seen to act where the result goes; null: nowhere. In a hurry whoever doesn't answer isn't waited for. Throws `ForgeAway`. */
export async function findAccount({ repo, deps }: Step, isHurried: boolean): Promise<Account | null> {
  try {
    const forge = await deps.findForge(repo);
    const outcome = forge === null ? null : await forge.readTarget({ repo, branches: [] });
    if (outcome?.kind === "failed") {
      describeForgeProblem(outcome.problem);
    }
    return outcome?.kind === "made" ? outcome.target.account : null;
  } catch (error) {
    if (error instanceof ForgeAway && isHurried) {
      return null;
    }
    throw error;
  }
}

/** Whom commits are by: the account as which we act, by the address that the forge itself gives it; else ourselves, with the agent. */
export function whoCommits(
  { execution, repo }: Pick<Step, "execution" | "repo">,
  account: Account | null,
): Pick<ImportInput, "author" | "committer"> {
  const email = account === null ? null : noreplyAddress(account, repo);
  if (account === null || email === null || !BOT.test(account.login)) {
    return { author: { ...OURS, name: `Catalyst (${execution.agentType})` }, committer: OURS };
  }
  const bot = { name: account.login, email };
  return { author: bot, committer: bot };
}

/** The address that a forge itself gives an account; null: the repository is at none, or the account is none that a forge has. */
export function noreplyAddress({ id, login }: Account, { url }: Pick<Step["repo"], "url">): string | null {
  const host = URL.parse(url)?.hostname ?? "";
  return host === "" || !ACCOUNT.test(`${id}+${login}`) ? null : `${id}+${login}@users.noreply.${host}`;
}
