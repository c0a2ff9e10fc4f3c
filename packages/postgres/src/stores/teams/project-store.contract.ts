import { randomUUID } from "node:crypto";
import { AMPLE } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeUser, type PeopleStores } from "../../testing/people-stores.ts";

/** What every ProjectStore promises. */
export function projectStoreContract(openStores: () => Promise<PeopleStores>): void {
  let stores: PeopleStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function makeTeam() {
    const { userId: ownerId } = await makeUser(stores);
    const team = await stores.teams.make({ slug: `t-${randomUUID().slice(0, 8)}`, name: "A team", ownerId }, AMPLE);
    return { ownerId, team };
  }

  test("a project is found by its name, by those who see it alone, as what they are there", async () => {
    const { ownerId, team } = await makeTeam();
    const [viewer, other] = [await makeUser(stores), await makeUser(stores)];
    await stores.teams.addMember({ teamId: team.id, userId: viewer.userId, role: "viewer" });
    const { id } = await stores.projects.make({ owner: { kind: "team", teamId: team.id }, slug: "shop" }, AMPLE);
    const find = (userId: string, of: string | null = team.slug) =>
      stores.accounts.findNamedProject({ userId, team: of, slug: "shop" });
    expect(await find(ownerId)).toEqual({ id, teamId: team.id, role: "owner" });
    expect(await find(viewer.userId)).toEqual({ id, teamId: team.id, role: "viewer" });
    expect(await find(other.userId)).toBeNull();
    expect(await find(ownerId, null)).toBeNull();
    expect(await find(ownerId, "no-such-team")).toBeNull();
    expect(await stores.accounts.findProjectById({ projectId: id, userId: viewer.userId })).toMatchObject({
      role: "viewer",
    });
    expect(await stores.accounts.findProjectById({ projectId: id, userId: other.userId })).toMatchObject({
      role: null,
    });
    expect((await stores.projects.list(viewer.userId)).map(({ slug }) => slug)).toEqual(["default", "shop"]);
    expect(await stores.projects.list(other.userId)).toEqual([]);
  });

  test("one's own come before those of teams, and names are each owner's own", async () => {
    const { ownerId, team } = await makeTeam();
    for (const owner of [{ kind: "user", userId: ownerId } as const, { kind: "team", teamId: team.id } as const]) {
      await stores.projects.make({ owner, slug: "zoo" }, AMPLE);
      await expect(stores.projects.make({ owner, slug: "zoo" }, AMPLE)).rejects.toMatchObject({ code: "conflict" });
    }
    const names = (await stores.projects.list(ownerId)).map((project) => [project.team, project.slug]);
    expect(names).toEqual([
      [null, "zoo"],
      [team.slug, "default"],
      [team.slug, "zoo"],
    ]);
  });

  test("a project is called otherwise, but not as another of its owner is", async () => {
    const { userId } = await makeUser(stores);
    const owner = { kind: "user", userId } as const;
    const { id } = await stores.projects.make({ owner, slug: "one" }, AMPLE);
    await stores.projects.make({ owner, slug: "two" }, AMPLE);
    await expect(stores.projects.rename(id, "two")).rejects.toMatchObject({ code: "conflict" });
    await stores.projects.rename(id, "three");
    await stores.projects.rename(id, "three");
    expect(await stores.accounts.findNamedProject({ userId, team: null, slug: "three" })).toMatchObject({ id });
  });
}
