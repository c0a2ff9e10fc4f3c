import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentLimits, type Repo, retentionOf, type WorkerAnswer, type WorkerWish } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { settingsFormats } from "@catalyst/settings-files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentCatalog } from "../agents/agent-catalog.ts";
import { agentMachine } from "../agents/agent-machine.ts";
import { grantWish } from "./grant-wish.ts";
import { readCheckout } from "./read-checkout.ts";

const RETENTION = retentionOf({});
const SIZES = { sessions: 10, events: 20, changes: 30, audit: 0 };

let folder: string;
let home: string;
let shop: string;
let repo: Repo;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-grant-"));
  home = join(folder, "home");
  shop = join(folder, "shop");
  await mkdir(join(home, "agents.d"), { recursive: true });
  await mkdir(join(shop, ".catalyst"), { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  await commit("timeoutMinutes: 5\n");
  const place = { vcs: "local", url: shop, name: "shop", defaultBranch: null } as const;
  repo = { id: randomUUID(), projectId: randomUUID(), createdAt: new Date(), ...place };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function git(...args: string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
  const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  return execFileSync("git", ["-C", shop, ...who, ...args], { env, encoding: "utf8" });
}

async function commit(settings: string): Promise<void> {
  await writeFile(join(shop, ".catalyst/config.yaml"), settings);
  git("add", "--all");
  git("commit", "--quiet", "--message", "Change the settings");
}

function grant(wish: WorkerWish, told: string[] = []) {
  const { signal } = new AbortController();
  const agents = agentCatalog({ home, installEnv: {}, signal });
  const repos = {
    get: async (id: string) => (id === repo.id ? repo : null),
    async setDefaultBranch(_id: string, defaultBranch: string) {
      repo = { ...repo, defaultBranch };
      return repo;
    },
  };
  return grantWish(wish, (message) => told.push(message), {
    ...{ agents, machine: agentMachine({ home }), privateHosts: [], signal },
    settingsDeps: {
      ...{
        repos,
        accounts: {} as never,
        findServing: async () => expect.fail("a folder has no forge"),
        settings: { get: async () => null },
        agents,
        settingsFormats,
        readCheckout,
        limits: EnvironmentLimits.parse({}),
      },
      repositories: gitRepositories({ home, privateHosts: [] }),
    },
    diffDeps: { repos, repositories: gitRepositories({ home, privateHosts: [] }) },
    measureDeps: { home, retention: RETENTION, retained: { measure: async () => SIZES } },
    retention: RETENTION,
    sweepDeps: {} as never,
    github: {} as never,
    rotateKeys: async () => expect.fail("nobody asked for it"),
    dropSetups: async () => 2,
    signInToChatGpt: async () => expect.fail("nobody asked for it"),
  });
}

const look = (path: string, base: string | null = null) =>
  grant({ kind: "look_at_repository", repository: { kind: "folder", path }, base });
const check = (base: string | null) =>
  grant({ kind: "check_settings", repoId: repo.id, base, askedBy: { kind: "system" } });

test("a folder is its repository's, wherever in it, with the branch that is its main one", async () => {
  const seen = { vcs: "local", url: shop, name: "shop", baseName: "main" };
  expect(await look(join(shop, ".catalyst"))).toEqual({
    kind: "repository",
    seen: { ...seen, defaultBranch: { name: "main", isSaid: false } },
  });
  git("branch", "other");
  expect(await look(shop, "other")).toMatchObject({ seen: { baseName: "other" } });
});

test.each([
  { of: "a base", base: "main" },
  { of: "the checkout", base: null },
])("folders that $of names to be checked out, and hasn't, are said", async ({ base }) => {
  await commit("sparsePaths: [.catalyst, nope]\n");
  expect(await check(base)).toMatchObject({
    settings: { notes: [{ text: expect.stringContaining("sparsePaths: there is no folder nope at ") }] },
  });
});

test("what is no usable repository is refused in words, and a base that isn't there with those that are", async () => {
  await expect(look(join(folder, "none"))).rejects.toMatchObject({ name: "CatalystError" });
  await expect(look(folder)).rejects.toMatchObject({ name: "CatalystError" });
  await expect(look(shop, "nothing")).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("main"),
  });
  for (const url of ["http://example.com/x", "file:///etc", "--upload-pack=x", "ssh://git@example.com/x"]) {
    const repository = { kind: "url", url } as const;
    await expect(grant({ kind: "look_at_repository", repository, base: null })).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
});

test("settings are read at a base as work would, or as they lie in the checkout", async () => {
  await writeFile(join(shop, ".catalyst/config.yaml"), "timeoutMinutes: 7\n");
  expect(await check("main")).toMatchObject({
    ...{ kind: "settings", isCheckout: false, note: null },
    settings: { timeoutMinutes: 5, sources: { timeoutMinutes: "file" } },
  });
  expect(repo.defaultBranch).toBe("main");
  expect(await check(null)).toMatchObject({ isCheckout: true, settings: { timeoutMinutes: 7 } });
});

test("a base that isn't trusted is checked by the settings of the branch that is, which is told", async () => {
  git("checkout", "--quiet", "-b", "feature");
  await commit("timeoutMinutes: 9\n");
  expect(await check("feature")).toMatchObject({
    settings: { timeoutMinutes: 5 },
    note: expect.stringContaining("feature is not the tip of a trusted branch"),
  });
});

test("settings that are wrong, contradict each other or name an agent that isn't there are refused", async () => {
  await commit("timeoutMinutes: many\n");
  await expect(check("main")).rejects.toMatchObject({ code: "invalid_configuration" });
  await commit("defaultAgent: aider\nenabledAgents: [claude-code]\n");
  await expect(check("main")).rejects.toMatchObject({ message: expect.stringContaining("contradict") });
  await commit("defaultAgent: nobody\n");
  await expect(check("main")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(check("nothing")).rejects.toMatchObject({ code: "not_found" });
  await rm(join(shop, ".catalyst/config.yaml"));
  await symlink("/etc/hostname", join(shop, ".catalyst/config.yaml"));
  await expect(check(null)).rejects.toMatchObject({ code: "invalid_configuration" });
});

test("agents are listed with those of the owner and what is wrong with them, and started where they are installed", async () => {
  await writeFile(join(home, "agents.d/broken.yaml"), "name: 3\n");
  const listed = await grant({ kind: "list_agents" });
  expect(listed).toMatchObject({
    agents: expect.arrayContaining([
      expect.objectContaining({ id: "codex-cli", isInstalled: false, problem: null, definedBy: "catalyst" }),
      { id: "broken", problem: expect.stringContaining("broken.yaml") },
    ]),
  });
  const start = (agentId: string) => grant({ kind: "start_agent", agentId });
  expect(await start("codex")).toMatchObject({ agentId: "codex-cli", started: { outcome: "absent" } });
  expect(await start("script")).toMatchObject({ started: { outcome: "built_in" } });
  await expect(start("nobody")).rejects.toMatchObject({ code: "invalid_input" });
});

test("an owner's own executable is taken over, which is told, and one that doesn't start isn't", async () => {
  const from = join(folder, "claude");
  await writeFile(from, "#!/bin/sh\necho 9.9.9\n");
  await chmod(from, 0o755);
  const told: string[] = [];
  const wish = { kind: "install_agent", agentId: "claude-code", from } as const;
  expect(await grant(wish, told)).toEqual({ kind: "installed", version: "own" });
  expect(told).toContain(`copying ${from}`);
  expect(await grant({ kind: "start_agent", agentId: "claude-code" })).toMatchObject({
    started: { outcome: "ok", version: "9.9.9" },
  });
  await expect(grant({ ...wish, from: join(folder, "none") })).rejects.toMatchObject({ code: "not_found" });
});

test("what is kept is told by its kind with its bytes and days", async () => {
  await mkdir(join(home, "results"));
  await writeFile(join(home, "results/some"), "x".repeat(10_000));
  const { kept } = (await grant({ kind: "measure_kept" })) as Extract<WorkerAnswer, { kind: "kept" }>;
  expect(kept).toContainEqual({ kind: "sessions", bytes: 10, days: 90 });
  expect(kept.find(({ kind }) => kind === "results")?.bytes).toBeGreaterThanOrEqual(10_000);
});

test("a definition is read without anything being started or stored", async () => {
  const checkText = (agentId: string, text: string) =>
    grant({ kind: "check_definition", agentId, path: "x.yaml", text });
  expect(await checkText("mine", "name: 3\n")).toMatchObject({
    checked: { agent: null, problem: expect.stringContaining("x.yaml") },
  });
  expect(await checkText("codex", "{}")).toMatchObject({
    checked: { problem: expect.stringContaining("Catalyst brings an agent") },
  });
  expect(await checkText("mine", "x: &a [*a]\ny: !!js/function 1\n")).toMatchObject({ checked: { agent: null } });
});

test("what a result changes is read from its repository, where it isn't kept apart", async () => {
  const baseCommit = git("rev-parse", "HEAD").trim();
  await commit("timeoutMinutes: 6\n");
  const wish = { kind: "read_diff", repoId: repo.id, executionId: randomUUID(), baseCommit, offset: 0 } as const;
  expect(await grant({ ...wish, headCommit: git("rev-parse", "HEAD").trim() })).toEqual({
    kind: "diff",
    text: expect.stringMatching(/-timeoutMinutes: 5\n\+timeoutMinutes: 6\n$/),
    nextOffset: null,
  });
  const gone = { ...wish, headCommit: "0".repeat(40) };
  await expect(grant(gone)).rejects.toMatchObject({ code: "not_found" });
  await expect(grant({ ...gone, repoId: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
});
