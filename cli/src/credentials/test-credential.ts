import { type AgentCredential, testOwnCredential } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { findActor, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import type { Output } from "../output/output.ts";
import { awaitingGateway } from "../sealing/awaiting-gateway.ts";
import { readProvider } from "./read-provider.ts";

type Tested = Awaited<ReturnType<typeof testOwnCredential>>["tested"];

const MAX_DETAIL_LENGTH = 500;
const CODES = { ok: EXIT_CODES.ok, rejected: EXIT_CODES.credential, unreachable: EXIT_CODES.tryAgain };

/** Has the gateway try the stored key, and says what the provider answered. */
export async function testStoredCredential(
  { provider: text, isJson }: { provider: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const provider = readProvider(text);
  const { credential, tested } = await withStores(context, async (stores) => {
    const wish = { actor: await findActor(stores), credential: provider };
    output.status(`waiting for the gateway, which asks ${provider} …`);
    return testOwnCredential(wish, { ...stores, ...(await awaitingGateway(context, stores)) });
  }).finally(() => output.status(null));
  if (isJson) {
    output.json({ provider, outcome: tested.outcome, detail: tested.detail });
  } else {
    report(credential, tested, output);
  }
  context.setExitCode(CODES[tested.outcome]);
}

function report({ provider, hint }: AgentCredential, tested: Tested, output: Output): void {
  const { colors } = output;
  const key = hint === "" ? "" : ` …${hint}`;
  const detail = cleanTerminalLine(tested.detail, MAX_DETAIL_LENGTH);
  switch (tested.outcome) {
    case "ok":
      output.data(`${colors.green("✓")} ${provider} takes the credential${key}.`);
      return;
    case "rejected":
      output.say(
        `${colors.red("✗")} ${provider} rejects the credential${key}: ${detail}\nReplace it: catalyst credentials add ${provider} --replace`,
      );
      return;
    case "unreachable":
      output.say(`${colors.red("✗")} The credential${key} couldn't be tried: ${detail}`);
  }
}
