import { type NeededScope, type Operation, SCOPES } from "@catalyst/api";
import { KeyScope, Role } from "@catalyst/core";
import { TOOLS } from "@catalyst/mcp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARY, makePlace, NOTHING, type PlaceOfRoles } from "../testing/rights/place-of-roles.ts";
import { type Ids, PROBES } from "../testing/rights/route-probes.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askMcp, type Caller, callTool } from "./testing/call-mcp.ts";

interface ToolProbe {
  input: (ids: Ids) => object;
  /** The route whose row of `PROBES` decides, and which of its probes asks the same. */
  as: [operation: Operation, probe: number];
}

const ofTask = (operation: Operation, more: object = {}): ToolProbe => ({
  input: ({ task }) => ({ task, ...more }),
  as: [operation, 0],
});

/** Every tool: a new one doesn't compile before it is said here how it is tried. */
const TOOL_PROBES: Record<keyof typeof TOOLS, ToolProbe> = {
  create_task: {
    input: ({ project }) => ({ project, repository: "https://example.com/shop", prompt: "Fix it" }),
    as: ["createTask", 0],
  },
  list_tasks: { input: ({ project }) => ({ project }), as: ["listTasks", 1] },
  get_task: ofTask("getTask"),
  wait_task: ofTask("getTask", { timeoutSeconds: 0 }),
  get_logs: ofTask("listExecutions"),
  get_diff: ofTask("getDiff"),
  send_message: ofTask("sendMessage", { text: "Also the docs" }),
  update_branch: ofTask("updateBranch", {}),
  approve_plan: ofTask("approvePlan"),
  reject_plan: ofTask("rejectPlan", { feedback: "Another one" }),
  publish: ofTask("publishTask"),
  cancel_task: ofTask("cancelTask"),
  retry_task: ofTask("retryTask"),
  resume_task: ofTask("resumeTask"),
  archive_task: ofTask("archiveTask"),
  unarchive_task: ofTask("unarchiveTask"),
  list_agents: { input: () => ({}), as: ["listAgents", 0] },
  list_projects: { input: () => ({}), as: ["listProjects", 0] },
  list_repositories: { input: ({ project }) => ({ project }), as: ["listRepositories", 1] },
};
const NAMES = Object.keys(TOOL_PROBES) as (keyof typeof TOOLS)[];

/** As the columns of `PROBES`; null: over the socket, where nobody speaks this protocol. */
const COLUMNS = ["ann", "adam", "max", "vic", "bob", null, ...Role.options.map((role) => `a key as ${role}`)];

let server: TestServer;
let place: PlaceOfRoles;
const callers = new Map<string, Caller>();

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0, keyRequestsPerMinute: 100_000 });
  place = await makePlace(server);
  const add = (who: string, bearer: string | null) => callers.set(who, { url: server.url, bearer });
  for (const login of ["ann", "adam", "max", "vic", "bob"]) {
    add(login, await place.signIn(login));
  }
  for (const role of Role.options) {
    add(`a key as ${role}`, await place.keyOf("ann", { role }));
  }
  for (const scope of KeyScope.options) {
    add(`a key for ${scope}`, await place.keyOf("ann", { scopes: [scope] }));
  }
  const ended = await place.keyOf("ann", { name: "ended" });
  await server.db.pool.query("delete from api_keys where name = 'ended'");
  add("an ended key", ended);
  add("nobody", null);
});

afterAll(() => server?.close());

const call = (who: string, name: keyof typeof TOOLS, ids: Ids) =>
  callTool(callers.get(who) as Caller, name, TOOL_PROBES[name].input(ids));

const withoutIds = (words: string, ids: Ids) =>
  Object.values(ids)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, id) => text.replaceAll(id, "<id>"), words);

async function signOf(who: string, name: keyof typeof TOOLS): Promise<string> {
  const { code, words } = await call(who, name, place.theirs);
  if (who === "bob") {
    expect(words).not.toContain(CANARY);
  }
  expect(["internal", "unauthenticated", "invalid_arguments"], words).not.toContain(code);
  if (code === "forbidden") {
    return "-";
  }
  if (code !== "not_found") {
    return "+";
  }
  const unknown = await call(who, name, NOTHING);
  return withoutIds(words, place.theirs) === withoutIds(unknown.words, NOTHING) ? "?" : "+";
}

describe("a tool may what its route may", () => {
  test.each(NAMES)("%s", async (name) => {
    const [operation, index] = TOOL_PROBES[name].as;
    const row = [...(PROBES[operation][index]?.row.replaceAll(" ", "") ?? "")];
    expect(TOOLS[name].operations).toContain(operation);
    for (const [column, who] of COLUMNS.entries()) {
      if (who !== null) {
        expect(await signOf(who, name), who).toBe(row[column]);
      }
    }
  });
});

describe("a key's scopes hold for tools", () => {
  test.each(NAMES)("%s", async (name) => {
    const needed: NeededScope[] = TOOLS[name].operations.map((operation) => SCOPES[operation]);
    for (const scope of KeyScope.options) {
      const { code, words } = await call(`a key for ${scope}`, name, place.theirs);
      const isFor = needed.every((one) => one === "any" || one === scope);
      const refusal = isFor ? "It is for it." : /Make one with the scope/;
      expect(code === "forbidden" ? words : "It is for it.", scope).toMatch(refusal);
    }
  });
});

test.each(["nobody", "an ended key"])("%s is told how to be known, and nothing else", async (who) => {
  for (const method of ["initialize", "tools/list", "tools/call", "server/discover"]) {
    const { status, headers, messages } = await askMcp(callers.get(who) as Caller, { method, params: {} });
    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe("Bearer");
    expect(messages).toMatchObject([{ code: "unauthenticated" }]);
  }
});
