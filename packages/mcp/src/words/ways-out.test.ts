import { Way } from "@catalyst/core/way";
import { expect, test } from "vitest";
import { TOOLS } from "../tools/tools.ts";
import { sayStoredWay } from "./ways-out.ts";

const TASK = { task: 3 };
const SOME: Record<string, object> = {
  choose: { what: "base" },
  name_repository: { how: "folder" },
  accept_findings: { rules: ["secrets"] },
  mend_branch: { problem: { kind: "locked", path: "/x" }, ref: null, next: { kind: "retry_task", task: 3 } },
  connect_account: { providers: ["anthropic"] },
  link_account: { host: "github.com" },
  add_credential: { providers: ["anthropic"] },
  replace_credential: { provider: "anthropic", isOfTask: false },
  sign_in_to_provider: { provider: "openai" },
  add_secret: { name: null },
  raise_budget: { scope: "task", unit: "usd", next: { kind: "resume_task", task: 3 } },
  raise_limit: { limit: "time" },
  enable_agent: { agent: "aider", enabled: [] },
  allow_hosts: { hosts: ["example.com"] },
  set_setting: { key: "agent" },
  mend: { what: "request" },
  install_agent: { agent: "aider" },
  install_again: { agent: "aider", isOneFile: false },
  bring_agent: { agent: "aider" },
  find_folder: { path: "/x" },
  sign_in: { server: "https://example.com" },
  see_list: { of: "tasks" },
};
const kinds = Way.options.map((option) => option.shape.kind.value);

test.each(kinds)("the way %s is a sentence, and the tools in it are there", (kind) => {
  const words = sayStoredWay({ kind, ...TASK, ...SOME[kind] });
  expect(words).toMatch(/^[A-Z].*[.…}]$/);
  for (const [name] of words?.matchAll(/\b[a-z]+_[a-z_]+\b/g) ?? []) {
    expect(Object.keys(TOOLS)).toContain(name);
  }
});

test("of a way that only a newer version knows nothing is said", () => {
  expect(sayStoredWay({ kind: "teleport" })).toBeNull();
  expect(sayStoredWay(null)).toBeNull();
});
