type Fields = Record<string, unknown>;

/** The specification's own, to the byte. */
export const SPECIFIED = `# Applied by web app when task is created
apiVersion: catalyst.catalyst.dev/v1alpha1
kind: Environment
metadata:
  name: agent-issue-123
  namespace: catalyst-system
  labels:
    catalyst.dev/type: agent
    catalyst.dev/task-id: uuid-here
spec:
  project: my-project
  environment: agent
  source:
    type: git
    repository: https://github.com/org/repo
    ref: main
  agent:
    type: claude-code
    timeout: 30m
  resources:
    requests:
      cpu: "500m"
      memory: "1Gi"
    limits:
      cpu: "2"
      memory: "4Gi"
`;

const EXECUTION = "0d9b6c1e-5b1c-4c34-9a53-8f2f0e2f7a11";
const stages = (...names: string[]) => names.map((name) => ({ name }));

/** The least that may be said. */
export const LEAST: Fields = {
  project: "my-project",
  source: { repository: "https://github.com/org/repo" },
  agent: { type: "claude-code" },
};

const sourceOf = (changes: Fields) => ({ source: { repository: "https://github.com/org/repo", ...changes } });
const agentOf = (changes: Fields) => ({ agent: { type: "claude-code", ...changes } });
const amounts = (which: "requests" | "limits", name: string, amount: unknown) => ({ [which]: { [name]: amount } });

/** What is said beside the least, and accepted. */
export const ACCEPTED: [what: string, changes: Fields][] = [
  ["the least", {}],
  ["ssh", sourceOf({ repository: "ssh://git@github.com/org/repo.git" })],
  ["the short form of ssh", sourceOf({ repository: "git@github.com:org/repo.git" })],
  ["a ref with a dot, a slash and an at", sourceOf({ ref: "release/1.2@next" })],
  ["amounts as numbers", { resources: { requests: { cpu: 1, memory: 1073741824 }, limits: { cpu: 2 } } }],
  ["equal amounts in other units", { resources: { requests: { cpu: "1000m" }, limits: { cpu: 1 } } }],
  ["limits alone", { resources: { limits: { "ephemeral-storage": "10Gi" } } }],
  ["a time of two units", agentOf({ timeout: "1h30m" })],
  ["the longest time", agentOf({ timeout: "168h" })],
  ["an execution's", { executionId: EXECUTION, setupCache: { key: "a".repeat(64), save: true } }],
  ["one turn after a preparation", { stages: stages("prepare", "agent") }],
  ["all stages that there are", { stages: stages("setup", "prepare", ...Array(4).fill(["agent", "verify"]).flat()) }],
  ["a workspace that can't be written", { stages: [{ name: "agent", readOnlyWorkspace: true }] }],
  ["no time to look at its end", { ttlAfterFinished: "0s" }],
];

/** What is said beside the least, and refused: where, and with which sentence; null: in the API server's own words. */
export const REFUSED: [what: string, changes: Fields, field: string, sentence: string | null][] = [
  ["no project", { project: undefined }, "project", null],
  ["a project that is no name", { project: "My Project" }, "project", null],
  ["a project that is too long for its namespace", { project: "p".repeat(51) }, "project", null],
  ["a project that ends in a dash", { project: "a-" }, "project", null],
  ["another kind of environment", { environment: "preview" }, "environment", null],
  ["another kind of source", sourceOf({ type: "svn" }), "source.type", null],
  ["no repository", { source: {} }, "source.repository", null],
  ["a path as its repository", sourceOf({ repository: "/srv/repo" }), "source.repository", null],
  ["a program as its repository", sourceOf({ repository: "ext::sh -c id" }), "source.repository", null],
  ["credentials", sourceOf({ repository: "https://u:p@x.example/r" }), "source.repository", "has no credentials in it"],
  ["a token", sourceOf({ repository: "https://t@x.example/r" }), "source.repository", "has no credentials in it"],
  ["an endless address", sourceOf({ repository: `https://x.example/${"r".repeat(2048)}` }), "source.repository", null],
  ["an option as its ref", sourceOf({ ref: "--upload-pack=id" }), "source.ref", null],
  ["an empty ref", sourceOf({ ref: "" }), "source.ref", null],
  ["a ref with a control character", sourceOf({ ref: "main\u0007" }), "source.ref", null],
  ["a range as its ref", sourceOf({ ref: "main..next" }), "source.ref", "is no range of commits"],
  ["a repository's id that is none", sourceOf({ repositoryId: "42" }), "source.repositoryId", null],
  ["no agent", { agent: {} }, "agent.type", null],
  ["an agent that is no name", agentOf({ type: "Claude Code" }), "agent.type", null],
  ["a time without a unit", agentOf({ timeout: "30" }), "agent.timeout", null],
  ["a negative time", agentOf({ timeout: "-30m" }), "agent.timeout", null],
  ["too short a time", agentOf({ timeout: "999ms" }), "agent.timeout", "is between 1s and 168h"],
  ["too long a time", agentOf({ timeout: "168h1s" }), "agent.timeout", "is between 1s and 168h"],
  ["an amount that is none", { resources: amounts("limits", "cpu", "two") }, "resources.limits.cpu", null],
  ["a negative amount", { resources: amounts("limits", "cpu", "-1") }, "resources.limits.cpu", null],
  ["nothing", { resources: amounts("limits", "cpu", 0) }, "resources.limits.cpu", "is more than nothing"],
  [
    "nothing in words",
    { resources: amounts("limits", "memory", "0Gi") },
    "resources.limits.memory",
    "is more than nothing",
  ],
  [
    "a limit below its request",
    { resources: { ...amounts("requests", "cpu", "2"), ...amounts("limits", "cpu", "500m") } },
    "resources",
    "cpu: the limit is below the request",
  ],
  [
    "a limit of memory below its request, in other units",
    { resources: { ...amounts("requests", "memory", "1Gi"), ...amounts("limits", "memory", "1000M") } },
    "resources",
    "memory: the limit is below the request",
  ],
  [
    "a limit of storage below its request",
    { resources: { ...amounts("requests", "ephemeral-storage", 2), ...amounts("limits", "ephemeral-storage", 1) } },
    "resources",
    "ephemeral-storage: the limit is below the request",
  ],
  ["an execution that is none", { executionId: "1" }, "executionId", null],
  ["no stages", { stages: [] }, "stages", null],
  ["a stage that there isn't", { stages: stages("agent", "deploy") }, "stages[1].name", null],
  ["too many stages", { stages: stages(...Array(6).fill(["agent", "verify"]).flat()) }, "stages", null],
  ...(
    [
      ["stages without an agent", stages("prepare")],
      ["a preparation that comes late", stages("agent", "prepare")],
      ["a setup after the preparation", stages("prepare", "setup", "agent")],
      ["two agents in a row", stages("agent", "agent")],
      ["a verification of nothing", stages("verify", "agent")],
    ] as const
  ).map(([what, order]): [string, Fields, string, string] => [
    what,
    { stages: order },
    "stages",
    "are setup and prepare, where there are such, then agent and verify in turn",
  ]),
  [
    "a setup cache without an execution",
    { setupCache: { key: "a".repeat(64) } },
    "",
    "a setup cache belongs to an execution",
  ],
  [
    "a setup cache whose key is none",
    { executionId: EXECUTION, setupCache: { key: "../other" } },
    "setupCache.key",
    null,
  ],
  ["a class that is no name", { className: "Big One" }, "className", null],
  ["no image", { image: "" }, "image", null],
  ["a pool that there isn't", { pool: "Always" }, "pool", null],
  ["too short a time to start", { startTimeout: "1s" }, "startTimeout", "is between 30s and 2h"],
  ["an end that is told for ever", { ttlAfterFinished: "169h" }, "ttlAfterFinished", "is between 0s and 168h"],
];
