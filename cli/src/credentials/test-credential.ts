import type { Credential, RouteOutput, Routes } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import type { Output } from "../output/output.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { readProvider } from "./read-provider.ts";

type Tested = RouteOutput<Routes["testCredential"]>;

const MAX_DETAIL_LENGTH = 500;
const CODES = { ok: EXIT_CODES.ok, rejected: EXIT_CODES.credential, unreachable: EXIT_CODES.tryAgain };

/** Has the gateway try the stored key, and says what the provider answered. */
export async function testStoredCredential(
  { provider: text, isJson }: { provider: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const provider = readProvider(text);
  const client = await openApi(context);
  output.status(`waiting for the gateway, which asks ${provider} …`);
  const tested = await client
    .call("testCredential", { params: { credential: provider } })
    .finally(() => output.status(null));
  if (isJson) {
    output.json({ provider, outcome: tested.outcome, detail: tested.detail });
  } else {
    const { data } = await client.call("listCredentials", {});
    report({ provider, hint: "", ...data.find((one) => one.provider === provider) }, tested, output);
  }
  context.setExitCode(CODES[tested.outcome]);
}

function report({ provider, hint }: Pick<Credential, "provider" | "hint">, tested: Tested, output: Output): void {
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
