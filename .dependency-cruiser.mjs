/**
 * The import table of ARCHITECTURE.md. Arrows point inwards: process -> adapter -> core. Adapters don't know each other,
 * processes don't import each other. Tests may reach further than the code beside them.
 */
const ADAPTERS = [
  ...["agents", "api", "git", "github", "kubernetes", "mcp", "postgres", "sandbox", "settings-files", "telemetry"],
];
const PROCESSES = ["cli", "worker", "gateway", "runner", "server", "operator"];
const TESTS = "(\\.test|\\.contract)\\.tsx?$|/testing/|/fixtures/";
/** What the rest of the core stands on. */
const GROUND = ["account", "agent", "budget", "environment", "event", "markdown", "result", "sealing", "vcs"];

const packages = (names) => `^packages/(${names.join("|")})/`;
const everyOther = (names, own) => names.filter((name) => !own.includes(name));
const forbid = (name, from, to) => ({ name, severity: "error", from, to });

/** The tools of MCP are a client of the API, as the terminal is. */
const KNOWN = { mcp: ["api"] };
const adapterRules = ADAPTERS.map((name) =>
  forbid(
    `${name}-knows-the-core-only`,
    { path: `^packages/${name}/`, pathNot: TESTS },
    { path: `${packages(everyOther(ADAPTERS, [name, ...(KNOWN[name] ?? [])]))}|^(${PROCESSES.join("|")})/` },
  ),
);

const processRules = PROCESSES.map((name) =>
  forbid(
    `${name}-imports-no-other-process`,
    { path: `^${name}/`, pathNot: TESTS },
    { path: `^(${everyOther(PROCESSES, [name]).join("|")}|e2e|bench)/` },
  ),
);

export default {
  forbidden: [
    forbid("no-cycles", {}, { circular: true }),
    forbid(
      "core-is-pure",
      { path: "^packages/core/", pathNot: TESTS },
      { pathNot: "^packages/core/|node_modules/(zod|markdown-it)/|^(node:)?crypto$" },
    ),
    forbid(
      "in-core-markdown-is-read-in-one-room",
      { path: "^packages/core/", pathNot: `^packages/core/src/markdown/|${TESTS}` },
      { path: "node_modules/markdown-it/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "in-core-nobody-knows-the-conductor",
      {
        path: "^packages/core/src/",
        pathNot: `^packages/core/src/(execution|apart)/|^packages/core/src/index\\.ts$|${TESTS}`,
      },
      {
        path: "^packages/core/src/execution/",
        pathNot: "/(asked-execution|execution|execution-queue|execution-store)\\.ts$",
      },
    ),
    forbid(
      "in-core-what-a-task-is-made-of-knows-no-use-case-of-tasks",
      {
        path: `^packages/core/src/(${[...GROUND, "credential", "forge", "prompt", "settings"].join("|")})/`,
        pathNot: TESTS,
      },
      { path: "^packages/core/src/(task/[^/]+|execution)/" },
    ),
    forbid(
      "in-core-settings-and-prompt-stand-above-the-ground",
      { path: `^packages/core/src/(${GROUND.join("|")})/`, pathNot: TESTS },
      { path: "^packages/core/src/(settings|prompt)/" },
    ),
    forbid(
      "agents-neither-spawn-nor-read-files",
      { path: "^packages/agents/src/", pathNot: `${TESTS}|/scripted-model/` },
      { path: "^(node:)?(child_process|fs|fs/promises|net|http|https|worker_threads|cluster)$" },
    ),
    ...adapterRules,
    forbid(
      "machine-knows-the-core-only",
      { path: "^packages/machine/", pathNot: TESTS },
      { path: `${packages(ADAPTERS)}|^(${PROCESSES.join("|")})/` },
    ),
    ...processRules,
    forbid(
      "web-knows-the-api-alone",
      { path: "^web/" },
      {
        path: `${packages([...everyOther(ADAPTERS, ["api"]), "core", "machine"])}|^(${PROCESSES.join("|")}|e2e|bench)/`,
      },
    ),
    forbid(
      "the-query-builder-is-loaded-in-one-place",
      { path: "^packages/postgres/src/", pathNot: "/drizzle\\.ts$" },
      { path: "node_modules/drizzle-orm/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "who-watches-is-known-in-one-package",
      { pathNot: `^packages/telemetry/|${TESTS}` },
      { path: "node_modules/(prom-client|@opentelemetry)/" },
    ),
    forbid(
      "clusters-are-asked-by-our-own-client",
      { path: "^packages/kubernetes/", pathNot: "^packages/kubernetes/src/client/access-from-kubeconfig\\.ts$" },
      { path: "node_modules/@kubernetes/" },
    ),
    forbid(
      "api-is-fit-for-browsers",
      { path: "^packages/api/", pathNot: `${TESTS}|^packages/api/src/unix-socket\\.ts$` },
      { pathNot: "^packages/(api|core)/|node_modules/zod/" },
    ),
    forbid(
      "api-knows-the-types-of-core",
      { path: "^packages/api/", pathNot: TESTS },
      { path: packages(["core"]), dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "agents-know-no-machine",
      { path: "^packages/(agents|settings-files|api|mcp)/", pathNot: TESTS },
      { path: packages(["machine"]) },
    ),
    forbid(
      "server-reaches-neither-git-nor-sandbox",
      { path: "^server/", pathNot: TESTS },
      { path: packages(["git", "sandbox", "settings-files", "kubernetes"]) },
    ),
    forbid(
      "of-the-cli-up-doctor-and-backup-open-the-database",
      { path: "^cli/", pathNot: `${TESTS}|^cli/src/(backup|doctor|sealing|up)/|^cli/src/open-stores\\.ts$` },
      { path: `${packages(["postgres"])}|^cli/src/open-stores\\.ts$` },
    ),
    forbid(
      "the-cli-asks-git-for-a-look-only",
      { path: "^cli/", pathNot: TESTS },
      { path: packages(["git"]), pathNot: "^packages/git/src/apart/" },
    ),
    forbid(
      "gateway-reaches-no-sandbox",
      { path: "^gateway/", pathNot: TESTS },
      { path: packages(["sandbox", "kubernetes"]) },
    ),
    forbid(
      "operator-knows-the-cluster-alone",
      { path: "^operator/", pathNot: TESTS },
      { path: packages(everyOther(ADAPTERS, ["kubernetes", "telemetry"])) },
    ),
    forbid(
      "runner-is-on-hostile-ground",
      { path: "^runner/", pathNot: TESTS },
      {
        path: packages([
          ...["postgres", "git", "sandbox", "kubernetes", "settings-files", "machine", "api", "mcp", "telemetry"],
        ]),
      },
    ),
    forbid(
      "packages-are-entered-through-their-index",
      { path: "^(packages/([^/]+)|[^/]+)/", pathNot: TESTS },
      {
        path: "^packages/[^/]+/src/",
        pathNot: [
          "^packages/$2/",
          "^packages/[^/]+/src/(index|apart/\\w+|forge/index|metrics/index|notification/index|opening/index|status-comment/index|traces/index|testing/index|trigger/index|scripted-model/index|unix-socket|way|own/index)\\.ts$",
        ],
      },
    ),
    forbid(
      "only-recipients-open-what-is-sealed",
      { pathNot: `^gateway/|^worker/src/keys/|^server/src/github/opening/|^packages/core/src/opening/|${TESTS}` },
      { path: "^packages/core/src/opening/" },
    ),
    forbid("only-tests-import-tests", { pathNot: `${TESTS}|^(e2e|bench|\\.ci)/` }, { path: TESTS }),
    forbid(
      "no-drawers-for-odds-and-ends",
      {},
      { path: "(^|/)(helpers?|utils?|common|lib|types|shared)(/|\\.m?ts$)", pathNot: "node_modules/" },
    ),
    // The one package that has types alone, which the cruiser can't resolve.
    forbid("everything-resolves", { pathNot: TESTS }, { couldNotResolve: true, pathNot: "^@octokit/types$" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Our own folders only: most libraries are entered through a file in their dist/, and core-is-pure must see them.
    exclude: { path: ["^(packages/[^/]+|[^/]+)/dist/", "^packages/postgres/.*migrations/", "^web/\\.next/"] },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
