import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor, KeyBounds } from "../actor.ts";
import { ForgePermission } from "../forge-permission.ts";
import { type MachineAction, may, mayGrant, type ProjectAction, type SeenProject, type TeamAction } from "./may.ts";
import { Role } from "./role.ts";

const userId = randomUUID();
const PROJECT = randomUUID();
const person: Actor = { kind: "person", userId };
const owner: Actor = { kind: "machine_owner", userId };
const system: Actor = { kind: "system" };
const key = (role: Role, within: KeyBounds = null): Actor => ({
  kind: "api_key",
  userId,
  keyId: randomUUID(),
  role,
  within,
});
const forge = (permission: ForgePermission, projectId = PROJECT): Actor => ({
  kind: "forge_account",
  userId,
  forge: "github",
  accountId: "583231",
  login: "octocat",
  projectId,
  permission,
});
const TEAM = randomUUID();
const as = (role: Role | null): SeenProject => ({ id: PROJECT, teamId: TEAM, role });
const inTeam = (role: Role | null) => ({ teamId: TEAM, role });

const STANDINGS: [Actor, SeenProject][] = [
  [person, as("owner")],
  [person, as("admin")],
  [person, as("member")],
  [person, as("viewer")],
  [owner, as("owner")],
  [forge("maintain"), as(null)],
  [forge("write"), as(null)],
  [system, as(null)],
];

/** In the order of `STANDINGS`: owner, admin, member, viewer; the machine's owner; maintains, writes on the forge; the system. */
const TABLE: Record<ProjectAction, string> = {
  see: "++++ + ++ +",
  ask_task: "+++- + ++ -",
  send_message: "+++- + ++ +",
  decide_plan: "+++- + ++ -",
  retry_task: "+++- + ++ +",
  resume_task: "+++- + ++ +",
  raise_budget: "+++- + ++ -",
  cancel_task: "+++- + ++ +",
  archive_task: "+++- + ++ -",
  publish_result: "+++- + ++ +",
  accept_findings: "++-- + +- -",
  change_settings: "++-- + -- -",
  keep_secrets: "++-- + -- -",
  keep_team_credentials: "++-- + -- -",
  change_repository: "++-- + -- -",
  rename_project: "++-- + -- -",
};
const ACTIONS = Object.keys(TABLE) as ProjectAction[];

const allowed = (actor: Actor, project: SeenProject) => ACTIONS.filter((action) => may(actor, action, project));

test.each(Object.entries(TABLE))("who may %s: %s", (action, row) => {
  const answers = STANDINGS.map(([actor, project]) => (may(actor, action as ProjectAction, project) ? "+" : "-"));
  expect(answers.join("")).toBe(row.replaceAll(" ", ""));
});

test("who is nothing in a project may nothing in it, the machine's owner too", () => {
  for (const actor of [person, owner, key("owner")]) {
    expect(allowed(actor, as(null))).toEqual([]);
  }
});

test("the machine's owner may everything in the projects that they see", () => {
  for (const role of Role.options) {
    expect(allowed(owner, as(role))).toEqual(ACTIONS);
  }
});

test("a key may what its person and its own role may, whichever is less", () => {
  for (const [index, own] of Role.options.entries()) {
    for (const [other, given] of Role.options.entries()) {
      const lesser = Role.options[Math.max(index, other)] as Role;
      expect(allowed(key(given), as(own)), `${own} with a key for ${given}`).toEqual(allowed(person, as(lesser)));
    }
  }
});

test("an account of a forge may what the forge lets it, in the project where it acted, whatever its person is there", () => {
  for (const permission of ForgePermission.options) {
    const same = ["maintain", "admin"].includes(permission) ? "maintain" : permission;
    expect(allowed(forge(permission), as("owner"))).toEqual(allowed(forge(same), as(null)));
    expect(allowed(forge(permission, randomUUID()), as("owner"))).toEqual([]);
  }
  for (const permission of ["none", "read", "triage"] as const) {
    expect(allowed(forge(permission), as(null))).toEqual([]);
  }
});

/** In the order: owner, admin, member, viewer; the machine's owner. */
const OF_TEAM: Record<TeamAction, string> = {
  see_team: "++++ +",
  rename_team: "++-- +",
  invite_members: "++-- +",
  change_members: "++-- +",
  make_team_project: "++-- +",
  keep_team_notifications: "++-- +",
  see_team_audit: "++-- +",
};

test.each(Object.entries(OF_TEAM))("who may %s, which is done with a team: %s", (action, row) => {
  const allows = (actor: Actor, role: Role | null) => (may(actor, action as TeamAction, inTeam(role)) ? "+" : "-");
  expect(Role.options.map((role) => allows(person, role)).join("") + allows(owner, "viewer")).toBe(
    row.replace(" ", ""),
  );
  for (const [actor, role] of [
    [forge("admin"), "owner"],
    [system, "owner"],
    [person, null],
    [owner, null],
  ] as const) {
    expect(allows(actor, role)).toBe("-");
  }
  for (const [index, role] of Role.options.entries()) {
    expect(allows(key(role), "owner")).toBe(row[index]);
  }
});

/** Rows: what somebody is; columns: what they make somebody, or take. */
test.each([
  ["owner", "++++"],
  ["admin", "-+++"],
  ["member", "----"],
  ["viewer", "----"],
] as const)("a team's %s may make somebody owner, admin, member, viewer: %s", (own, row) => {
  expect(Role.options.map((role) => (mayGrant(person, role, inTeam(own)) ? "+" : "-")).join("")).toBe(row);
  expect(Role.options.map((role) => (mayGrant(key(own), role, inTeam("owner")) ? "+" : "-")).join("")).toBe(row);
  expect(mayGrant(owner, "owner", inTeam(own))).toBe(true);
});

test("a key for one team or project may nothing in another, and one for a project nothing with its team", () => {
  const [ofTeam, ofProject] = [
    key("owner", { kind: "team", teamId: TEAM }),
    key("owner", { kind: "project", projectId: PROJECT }),
  ];
  const elsewhere = { id: randomUUID(), teamId: null, role: "owner" } as const;
  const beside = { id: randomUUID(), teamId: TEAM, role: "owner" } as const;
  expect(allowed(ofTeam, as("owner"))).toEqual(ACTIONS);
  expect(allowed(ofTeam, beside)).toEqual(ACTIONS);
  expect(allowed(ofProject, as("owner"))).toEqual(ACTIONS);
  expect([allowed(ofTeam, elsewhere), allowed(ofProject, elsewhere), allowed(ofProject, beside)]).toEqual([[], [], []]);
  expect(may(ofTeam, "rename_team", inTeam("owner"))).toBe(true);
  expect(may(ofTeam, "see_team", { teamId: randomUUID(), role: "owner" })).toBe(false);
  expect(may(ofProject, "see_team", inTeam("owner"))).toBe(false);
});

/** In the order: a person, a key of theirs for everything, one for less, an account of a forge, the machine's owner, the system. */
const BESIDE: Record<MachineAction, string> = {
  keep_own_credentials: "++--+-",
  keep_own_sessions: "+---+-",
  link_own_accounts: "+---+-",
  keep_own_keys: "+---+-",
  keep_own_notifications: "+---+-",
  make_team: "+---+-",
  make_own_project: "++--+-",
  name_folder: "----+-",
  bring_subscription: "----+-",
  see_agents: "+++-++",
  rotate_keys: "----++",
  install_agents: "----++",
  make_sign_in_link: "----+-",
  manage_people: "----+-",
  see_audit: "----+-",
  manage_github_apps: "----+-",
  see_github_setup: "+---+-",
  remove_leftovers: "----++",
};

test.each(Object.entries(BESIDE))("who may %s, which is of no project: %s", (action, row) => {
  const less = [key("admin"), key("owner", { kind: "team", teamId: TEAM })] as const;
  for (const bound of less) {
    const actors = [person, key("owner"), bound, forge("admin"), owner, system];
    expect(actors.map((actor) => (may(actor, action as MachineAction, null) ? "+" : "-")).join("")).toBe(row);
  }
});

test("what is done in a project is nowhere else allowed, and the other way round", () => {
  for (const action of ACTIONS) {
    expect(may(owner, action as never, null)).toBe(false);
  }
  for (const action of Object.keys(BESIDE)) {
    expect(may(owner, action as never, as("owner"))).toBe(false);
  }
});
