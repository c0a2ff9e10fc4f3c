import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { expect, test } from "vitest";

interface Configuration {
  forbidden: { name: string }[];
  options: object;
}

// It is JavaScript, without types.
const { default: configuration } = (await import(new URL("../.dependency-cruiser.mjs", import.meta.url).href)) as {
  default: Configuration;
};

/** How code may name what it imports: every way must be seen, by whatever parser reads the sources. */
const FORMS = [
  'import { x } from "@catalyst/git"; console.log(x);',
  'import type { X } from "@catalyst/git"; export const a: X = 1;',
  'import { type X } from "@catalyst/git"; export const a: X = 1;',
  'export { x } from "@catalyst/git";',
  'export type { X } from "@catalyst/git";',
  'export const load = async () => (await import("@catalyst/git")).x;',
];

const OFFENCES: [rule: string, files: Record<string, string>][] = [
  [
    "no-cycles",
    {
      "cli/src/a.ts": 'import type { B } from "./b.ts"; export type A = B;',
      "cli/src/b.ts": 'import type { A } from "./a.ts"; export type B = A;',
    },
  ],
  ["core-is-pure", { "packages/core/src/a.ts": 'import "node:fs";' }],
  [
    "in-core-markdown-is-read-in-one-room",
    {
      "packages/core/src/a.ts": 'import { parse } from "markdown-it"; console.log(parse);',
      "node_modules/markdown-it/package.json": JSON.stringify({ main: "index.js" }),
      "node_modules/markdown-it/index.js": "exports.parse = 1;",
    },
  ],
  [
    "in-core-nobody-knows-the-conductor",
    importing("packages/core/src/retention/a.ts", "packages/core/src/execution/publish/publish-execution.ts"),
  ],
  [
    "in-core-what-a-task-is-made-of-knows-no-use-case-of-tasks",
    importing("packages/core/src/settings/a.ts", "packages/core/src/task/submit/submit-task.ts"),
  ],
  [
    "in-core-settings-and-prompt-stand-above-the-ground",
    importing("packages/core/src/agent/a.ts", "packages/core/src/settings/project-settings.ts"),
  ],
  ["agents-neither-spawn-nor-read-files", { "packages/agents/src/a.ts": 'import "node:child_process";' }],
  ["agents-knows-the-core-only", importing("packages/agents/src/a.ts", "packages/git/src/index.ts")],
  ["git-knows-the-core-only", importing("packages/git/src/a.ts", "packages/postgres/src/index.ts")],
  ["github-knows-the-core-only", importing("packages/github/src/a.ts", "packages/git/src/index.ts")],
  ["kubernetes-knows-the-core-only", importing("packages/kubernetes/src/a.ts", "packages/sandbox/src/index.ts")],
  ["postgres-knows-the-core-only", importing("packages/postgres/src/a.ts", "packages/sandbox/src/index.ts")],
  ["sandbox-knows-the-core-only", importing("packages/sandbox/src/a.ts", "packages/agents/src/index.ts")],
  ["settings-files-knows-the-core-only", importing("packages/settings-files/src/a.ts", "packages/git/src/index.ts")],
  ["mcp-knows-the-core-only", importing("packages/mcp/src/a.ts", "packages/postgres/src/index.ts")],
  ["telemetry-knows-the-core-only", importing("packages/telemetry/src/a.ts", "packages/postgres/src/index.ts")],
  ["machine-knows-the-core-only", importing("packages/machine/src/a.ts", "packages/postgres/src/index.ts")],
  ["api-knows-the-core-only", importing("packages/api/src/a.ts", "packages/postgres/src/index.ts")],
  ["api-is-fit-for-browsers", { "packages/api/src/a.ts": 'import "node:http";' }],
  ["api-knows-the-types-of-core", { "packages/api/src/a.ts": 'import { x } from "@catalyst/core"; console.log(x);' }],
  ["server-imports-no-other-process", importing("server/src/a.ts", "cli/src/config.ts")],
  ["server-reaches-neither-git-nor-sandbox", importing("server/src/a.ts", "packages/git/src/index.ts")],
  ["agents-know-no-machine", importing("packages/agents/src/a.ts", "packages/machine/src/index.ts")],
  ["cli-imports-no-other-process", importing("cli/src/a.ts", "worker/src/jobs.ts")],
  ["of-the-cli-up-doctor-and-backup-open-the-database", importing("cli/src/a.ts", "packages/postgres/src/index.ts")],
  ["worker-imports-no-other-process", importing("worker/src/a.ts", "gateway/src/config.ts")],
  ["gateway-imports-no-other-process", importing("gateway/src/a.ts", "runner/src/workspace/git.ts")],
  ["runner-imports-no-other-process", importing("runner/src/a.ts", "cli/src/config.ts")],
  ["operator-imports-no-other-process", importing("operator/src/a.ts", "worker/src/jobs.ts")],
  ["operator-knows-the-cluster-alone", importing("operator/src/a.ts", "packages/postgres/src/index.ts")],
  ["the-cli-asks-git-for-a-look-only", importing("cli/src/a.ts", "packages/git/src/index.ts")],
  ["gateway-reaches-no-sandbox", importing("gateway/src/a.ts", "packages/sandbox/src/index.ts")],
  ["runner-is-on-hostile-ground", importing("runner/src/a.ts", "packages/git/src/index.ts")],
  ["packages-are-entered-through-their-index", importing("worker/src/a.ts", "packages/core/src/task/task.ts")],
  ["only-recipients-open-what-is-sealed", importing("worker/src/a.ts", "packages/core/src/opening/index.ts")],
  ["only-tests-import-tests", importing("cli/src/a.ts", "packages/core/src/testing/index.ts")],
  ["no-drawers-for-odds-and-ends", importing("cli/src/a.ts", "cli/src/helpers.ts")],
  ["web-knows-the-api-alone", { "web/src/a.ts": 'import { x } from "@catalyst/core"; console.log(x);' }],
  [
    "the-query-builder-is-loaded-in-one-place",
    {
      "packages/postgres/src/a.ts": 'import { eq } from "drizzle-orm"; console.log(eq);',
      "node_modules/drizzle-orm/package.json": JSON.stringify({ main: "index.js" }),
      "node_modules/drizzle-orm/index.js": "exports.eq = 1;",
    },
  ],
  [
    "who-watches-is-known-in-one-package",
    {
      "worker/src/a.ts": 'import { Counter } from "prom-client"; console.log(Counter);',
      "node_modules/prom-client/package.json": JSON.stringify({ main: "index.js" }),
      "node_modules/prom-client/index.js": "exports.Counter = 1;",
    },
  ],
  [
    "clusters-are-asked-by-our-own-client",
    {
      "packages/kubernetes/src/a.ts":
        'import { makeInformer } from "@kubernetes/client-node"; console.log(makeInformer);',
      "node_modules/@kubernetes/client-node/package.json": JSON.stringify({ main: "index.js" }),
      "node_modules/@kubernetes/client-node/index.js": "exports.makeInformer = 1;",
    },
  ],
  ["everything-resolves", { "cli/src/a.ts": 'import "./missing.ts";' }],
];

function importing(from: string, to: string): Record<string, string> {
  const up = "../".repeat(dirname(from).split("/").length);
  return { [from]: `import "${up}${to}";`, [to]: "export const x = 1;" };
}

async function findViolations(files: Record<string, string>): Promise<string[]> {
  const baseDir = mkdtempSync(join(tmpdir(), "catalyst-import-rules-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(baseDir, path)), { recursive: true });
      writeFileSync(join(baseDir, path), text);
    }
    linkPackages(baseDir, ["core", "git"]);
    const roots = [...new Set(Object.keys(files).map((path) => path.split("/")[0] as string))];
    const { options, forbidden } = configuration;
    const result = await cruise(roots, { ...options, baseDir, ruleSet: { forbidden }, validate: true } as never);
    return (result.output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  } finally {
    rmSync(baseDir, { recursive: true, force: true });
  }
}

/** As npm does for workspaces. */
function linkPackages(baseDir: string, names: string[]): void {
  mkdirSync(join(baseDir, "node_modules", "@catalyst"), { recursive: true });
  for (const name of names) {
    const folder = join(baseDir, "packages", name);
    mkdirSync(join(folder, "src", "apart"), { recursive: true });
    const exports = { ".": "./src/index.ts", "./apart": "./src/apart/index.ts" };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ exports, type: "module" }));
    for (const index of ["index.ts", "apart/index.ts"]) {
      writeFileSync(join(folder, "src", index), "export const x = 1; export type X = number;");
    }
    symlinkSync(folder, join(baseDir, "node_modules", "@catalyst", name));
  }
}

test.each(OFFENCES)("the rule %s reports what it forbids", async (rule, files) => {
  expect(await findViolations(files)).toContain(rule);
});

test.each(FORMS)("%s is seen", async (text) => {
  expect(await findViolations({ "packages/agents/src/a.ts": text })).toEqual(["agents-knows-the-core-only"]);
});

test("a library that is entered through its dist folder is seen", async () => {
  const files = {
    "packages/core/src/a.ts": 'import { y } from "boss"; console.log(y);',
    "node_modules/boss/package.json": JSON.stringify({ main: "dist/index.js" }),
    "node_modules/boss/dist/index.js": "exports.y = 1;",
  };
  expect(await findViolations(files)).toEqual(["core-is-pure"]);
});

test("every rule has an offence here", () => {
  expect(OFFENCES.map(([rule]) => rule).toSorted()).toEqual(configuration.forbidden.map(({ name }) => name).toSorted());
});

test("what the table allows is not reported", async () => {
  const allowed = [
    ...Object.entries(importing("worker/src/a.ts", "packages/git/src/index.ts")),
    ...Object.entries(importing("gateway/src/a.ts", "packages/postgres/src/index.ts")),
    ...Object.entries(importing("packages/git/src/a.ts", "packages/core/src/index.ts")),
    ...Object.entries(importing("gateway/src/b.ts", "packages/core/src/opening/index.ts")),
    [
      "cli/src/a.ts",
      'import { x } from "@catalyst/git/apart"; import { x as y } from "@catalyst/core"; console.log(x, y);',
    ] as const,
    ["packages/core/src/b.ts", 'import "node:crypto"; import "./index.ts";'] as const,
    ["packages/api/src/a.ts", 'import type { X } from "@catalyst/core"; export type A = X;'] as const,
    ["packages/api/src/unix-socket.ts", 'import "node:http";'] as const,
    ...Object.entries(importing("server/src/a.ts", "packages/api/src/unix-socket.ts")),
    ...Object.entries(importing("web/src/parts/a.test.tsx", "web/src/testing/open-page.ts")),
  ];
  expect(await findViolations(Object.fromEntries(allowed))).toEqual([]);
});
