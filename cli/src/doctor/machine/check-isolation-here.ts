import { checkIsolation } from "@catalyst/sandbox/apart";
import type { CliConfig } from "../../config.ts";
import { type Finding, failed, limited, ok } from "../finding.ts";

/** Starts a real environment under the home, whose self-test decides. */
export async function checkIsolationHere({ home, limits }: Pick<CliConfig, "home" | "limits">): Promise<Finding[]> {
  const findings = await checkIsolation({ nodePath: process.execPath, home, limits });
  return findings.map(({ name, ok: isOk, detail, remedy }) => {
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    if (!isOk) {
      return failed(title, detail, remedy);
    }
    return remedy === "" ? ok(title, detail) : limited(title, detail, remedy);
  });
}
