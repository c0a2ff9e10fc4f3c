import { beforeEach, expect, test } from "vitest";
import { memoryAccountStore } from "../../testing/stores/accounts/memory-account-store.ts";
import { memoryAuditStore } from "../../testing/stores/accounts/memory-audit-store.ts";
import { memoryProjectStore } from "../../testing/stores/accounts/memory-project-store.ts";
import { memoryTeamStore } from "../../testing/stores/accounts/memory-team-store.ts";
import { createMemory, type Memory } from "../../testing/stores/memory.ts";
import type { Actor } from "../actor.ts";
import { listProjects, makeProject, renameProject } from "../projects/keep-projects.ts";
import type { Role } from "../rights/role.ts";
import { changeMember } from "./change-member.ts";
import { listMembers, listTeams, makeTeam, renameTeam } from "./keep-teams.ts";

let memory: Memory;
let deps: {
  teams: ReturnType<typeof memoryTeamStore>;
  projects: ReturnType<typeof memoryProjectStore>;
  accounts: ReturnType<typeof memoryAccountStore>;
  audit: ReturnType<typeof memoryAuditStore>;
};
const team = "shop";

beforeEach(async () => {
  memory = createMemory();
  deps = {
    teams: memoryTeamStore(memory),
    projects: memoryProjectStore(memory),
    accounts: memoryAccountStore(memory),
    audit: memoryAuditStore(memory),
  };
  const { id } = await makeTeam({ actor: await as("ann"), slug: team, name: "The shop" }, deps);
  for (const [login, role] of [
    ["adam", "admin"],
    ["max", "member"],
    ["vic", "viewer"],
  ] as const) {
    await deps.teams.addMember({ teamId: id, userId: (await deps.accounts.ensureUser(login)).id, role });
  }
});

async function as(login: string): Promise<Actor> {
  return { kind: "person", userId: (await deps.accounts.ensureUser(login)).id };
}

const change = async (...[by, login, role]: [by: string, login: string, role: Role | null]) =>
  changeMember({ actor: await as(by), team, login, role }, deps).then(
    (member) => member.role,
    ({ code }) => code,
  );

test.each([
  ["ann", "max", "owner", "owner"],
  ["adam", "max", "admin", "admin"],
  ["adam", "max", "owner", "forbidden"],
  ["adam", "ann", "member", "forbidden"],
  ["adam", "ann", null, "forbidden"],
  ["adam", "vic", null, "viewer"],
  ["max", "vic", "member", "forbidden"],
  ["max", "max", "admin", "forbidden"],
  ["vic", "vic", null, "viewer"],
  ["ann", "ann", null, "conflict"],
  ["ann", "ann", "admin", "conflict"],
  ["ann", "ann", "owner", "owner"],
  ["ann", "nobody", "admin", "not_found"],
  ["bob", "vic", null, "not_found"],
] as const)("%s makes %s %s: %s", async (...row) => {
  const [by, login, role, outcome] = row;
  expect(await change(by, login, role)).toBe(outcome);
});

test("an owner can go once there is another", async () => {
  expect(await change("ann", "adam", "owner")).toBe("owner");
  expect(await change("ann", "ann", null)).toBe("owner");
  await expect(listMembers({ actor: await as("ann"), team }, deps)).rejects.toMatchObject({ code: "not_found" });
  expect(await change("adam", "adam", null)).toBe("conflict");
});

test("a key neither leaves a team for its person nor counts in another", async () => {
  const { userId } = (await as("vic")) as { userId: string };
  const key: Actor = {
    kind: "api_key",
    userId,
    keyId: memory.members[0]?.teamId as string,
    role: "owner",
    within: null,
  };
  await expect(changeMember({ actor: key, team, login: "vic", role: null }, deps)).rejects.toMatchObject({
    code: "forbidden",
  });
  const bound: Actor = { ...key, within: { kind: "team", teamId: userId } };
  expect(await listTeams({ actor: bound }, deps)).toEqual([]);
  await expect(makeTeam({ actor: key, slug: "other", name: null }, deps)).rejects.toMatchObject({ code: "forbidden" });
});

test("a team that one isn't in is as one that isn't there", async () => {
  const actor = await as("bob");
  const asks = (slug: string) => [
    renameTeam({ actor, team: slug, name: "Mine" }, deps),
    listMembers({ actor, team: slug }, deps),
    makeProject({ actor, team: slug, slug: "x" }, deps),
    changeMember({ actor, team: slug, login: "ann", role: null }, deps),
  ];
  const wordsOf = async (slug: string) =>
    (await Promise.allSettled(asks(slug))).map((one) =>
      one.status === "rejected" ? String(one.reason.message).replace(slug, "<team>") : "done",
    );
  expect(await wordsOf(team)).toEqual(await wordsOf("nothing"));
  expect(await listTeams({ actor }, deps)).toEqual([]);
});

test("names are cleaned and short names checked, also when they are changed", async () => {
  const actor = await as("ann");
  expect(await renameTeam({ actor, team, name: "  The\u00a0shop " }, deps)).toMatchObject({
    name: "The shop",
    slug: team,
  });
  for (const wrong of [{ slug: "Shop" }, { slug: "sh\u043ep" }, { name: "a\u202eb" }, { slug: "a/b" }]) {
    await expect(renameTeam({ actor, team, ...wrong }, deps)).rejects.toMatchObject({ code: "invalid_input" });
  }
  await expect(makeTeam({ actor, slug: "shop", name: null }, deps)).rejects.toMatchObject({ code: "conflict" });
});

test("projects are made for oneself and for a team by those who keep it, and listed for those who see them", async () => {
  const name = async (login: string) =>
    (await listProjects({ actor: await as(login) }, deps)).map((project) => `${project.team ?? ""}/${project.slug}`);
  await makeProject({ actor: await as("vic"), team: null, slug: "mine" }, deps);
  await makeProject({ actor: await as("adam"), team, slug: "web" }, deps);
  for (const login of ["max", "vic"]) {
    const made = makeProject({ actor: await as(login), team, slug: "other" }, deps);
    await expect(made).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await name("vic")).toEqual(["/mine", "shop/default", "shop/web"]);
  expect(await name("bob")).toEqual([]);
  const ids = new Map([...memory.projects.values()].map(({ id, slug }) => [slug, id]));
  const rename = async (login: string, project: string, slug: string) =>
    renameProject({ actor: await as(login), project: ids.get(project) as string, slug }, deps);
  const renamed = await rename("ann", "web", "site");
  expect(renamed).toMatchObject({ team, slug: "site" });
  for (const [login, project, code] of [
    ["ann", "default", "conflict"],
    ["ann", "mine", "not_found"],
    ["max", "web", "forbidden"],
    ["bob", "web", "not_found"],
  ] as const) {
    await expect(rename(login, project, "x")).rejects.toMatchObject({ code });
  }
});
