import type { Credential, RouteOutput, Routes } from "@catalyst/api";
import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import type { Output } from "../output/output.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { readCredentialName } from "./read-name.ts";
import { replacing } from "./replacing.ts";

type Tested = RouteOutput<Routes["testCredential"]>;

const MAX_DETAIL_LENGTH = 500;
const CODES = { ok: EXIT_CODES.ok, rejected: EXIT_CODES.credential, unreachable: EXIT_CODES.tryAgain };

/** Has the gateway try the stored key, and says what the provider answered. */
export async function testStoredCredential(
  { name: text, project, isJson }: { name: string; project: string | undefined; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const name = readCredentialName(text);
  const client = await openApi(context);
  const query = inProject(project);
  output.status(`waiting for the gateway, which asks with ${name} …`);
  const tested = await client
    .call("testCredential", { params: { credential: name }, query })
    .finally(() => output.status(null));
  const { data } = await client.call("listCredentials", { query });
  const unknown = { name, provider: name, kind: "key", hint: "" } as Shown;
  const shown = data.find((one) => one.name === name) ?? unknown;
  if (isJson) {
    output.json({ name, provider: shown.provider, outcome: tested.outcome, detail: tested.detail });
  } else {
    report(shown, tested, output);
  }
  context.setExitCode(CODES[tested.outcome]);
}

type Shown = Pick<Credential, "name" | "provider" | "kind" | "hint">;

function report({ provider, kind, hint }: Shown, tested: Tested, output: Output): void {
  const { colors } = output;
  const what = kind === "key" ? "credential" : "subscription";
  const key = hint === "" ? "" : ` …${hint}`;
  const detail = cleanTerminalLine(tested.detail, MAX_DETAIL_LENGTH);
  switch (tested.outcome) {
    case "ok":
      output.data(`${colors.green("✓")} ${provider} takes the ${what}${key}.`);
      return;
    case "rejected":
      output.say(
        `${colors.red("✗")} ${provider} rejects the ${what}${key}: ${detail}\n${replacing({ provider, kind })}`,
      );
      return;
    case "unreachable":
      output.say(`${colors.red("✗")} The ${what}${key} couldn't be tried: ${detail}`);
  }
}
