import { pickInstallVariables } from "@catalyst/core/apart/variables";
import type { CliConfig } from "../../config.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { type Finding, ok } from "../finding.ts";

/** From where the worker installs agents, and how it gets there: what an `up` that is started from here is given. */
export function checkInstalling({ installEnv }: Pick<CliConfig, "installEnv">): Finding {
  const said = Object.entries(pickInstallVariables(installEnv)).map(
    ([name, value]) => `${cleanTerminalLine(name, 60)}=${cleanTerminalLine(hideSecrets(name, value), 200)}`,
  );
  return ok(
    "Installing",
    said.length === 0
      ? "agents come from npm's and pip's usual registries, without a proxy (npm_config_registry, PIP_INDEX_URL, HTTPS_PROXY)"
      : ["agents are installed with these, which npm and pip are given:", ...said].join("\n"),
  );
}

/** Proxies and registries may have a password in their address, and npm's settings a token. */
function hideSecrets(name: string, value: string): string {
  return /auth|token|password|secret/i.test(name) ? "…" : value.replaceAll(/\/\/[^/@\s]*@/g, "//…@");
}
